"""How a document is structured: paragraphs, headings with their grades, sections, roles."""
