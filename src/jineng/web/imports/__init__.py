"""Import pages: hand a form in, see its problems or what it would change, confirm with one click."""
