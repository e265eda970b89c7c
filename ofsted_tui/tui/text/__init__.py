"""How a document's text becomes rows on a screen."""
