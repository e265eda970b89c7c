"""Tests of ofsted_tui.model."""
