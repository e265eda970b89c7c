"""Bring documents into a store: files of the user's, or the sample corpus."""
