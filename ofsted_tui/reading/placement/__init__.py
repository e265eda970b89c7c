"""Passages of one version of a document found again in another version's text."""
