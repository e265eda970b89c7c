"""What is stored, written for others: files that a spreadsheet opens and a colleague can check."""
