"""What the system knows and does, one folder a module."""
