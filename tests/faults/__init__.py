"""Faults done to the real program and its file on purpose, and what was left of both."""
