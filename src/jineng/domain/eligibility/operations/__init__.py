"""The only door for writing comparison sets, batches, decisions and benefits. Each operation is one transaction with its record."""
