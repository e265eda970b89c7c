"""What the documents say together: search, matrix, grades, threads."""
