"""What a document says of itself: kind, authority, days, people."""
