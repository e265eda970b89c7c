"""Tests of ofsted_tui.evidence."""
