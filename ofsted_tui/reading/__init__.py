"""A file in, a text out, and the text measured: paragraphs, sentences, words, hits."""

READING = 1
"""Raised when documents are read otherwise: those that an older version has read are read again."""
