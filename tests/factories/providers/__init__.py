"""Simulated services of others, each a process of its own that checks what it is asked for real, and can misbehave."""
