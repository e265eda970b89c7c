"""Tests of ofsted_tui.store."""
