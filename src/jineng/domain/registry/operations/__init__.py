"""The only doors for writing the registry. Each operation is one transaction with its audit event."""
