"""Files of every format in, their text out."""
