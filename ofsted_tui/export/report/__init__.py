"""The evidence report: what the annotations of a session or of all sessions come to, for other people."""
