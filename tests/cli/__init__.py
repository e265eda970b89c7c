"""Tests of ofsted_tui.cli."""
