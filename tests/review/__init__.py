"""Tests of ofsted_tui.review."""
