"""A file in, a text out, and the text measured: paragraphs, sentences, words, hits."""
