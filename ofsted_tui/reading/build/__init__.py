"""How a document is built: paragraphs, sections, grades."""
