"""Pages about people: the list, one person's whole story, and everything that staff do for them."""
