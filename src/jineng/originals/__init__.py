"""The original of a plan: its paragraphs, the clauses they make, and the figures that stand in them."""
