"""Tests of ofsted_tui.reading."""
