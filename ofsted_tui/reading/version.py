"""Which version of the reading this is."""

READING = 1
"""Raised when documents are read otherwise: those that an older version has read are read again."""
