"""Read files into texts, and texts into structure: paragraphs, sentences, words, facts, hits."""

READING = 1
"""The version of reading. Raise it with every change of what is found: older documents are then read again."""
