"""Pages that everybody can open: plans as people read them, and the calculator."""
