"""Tests of ofsted_tui.tui."""
