"""What the words of a passage say: how many, how good, of which inspection."""
