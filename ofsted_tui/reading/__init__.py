"""Read files into texts, and texts into structure: paragraphs, sentences, words, facts, hits."""

READING = 1
"""The version of reading. Raise it when other things are found: older documents are then read again."""
