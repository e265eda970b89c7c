"""Tests of ofsted_tui.importing."""
