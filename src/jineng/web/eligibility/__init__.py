"""Pages of eligibility comparison: lists of other departments, comparisons, answers and decisions."""
