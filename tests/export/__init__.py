"""Tests of ofsted_tui.export."""
