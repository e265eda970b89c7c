"""The numbers that are printed before paragraphs."""

import re

PRINTED_NUMBER = re.compile(r"\d{1,3}\.(?:\s+(?=\S)|(?=['\"‘“(\[]*[A-Z]))")
"""A number with its full stop, as printed before a paragraph; published PDFs lose the space after it."""
