"""Reads of the registry; the database shows each person only what is in their scope."""
