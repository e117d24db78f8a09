"""Plans (实施方案): policy documents as the rest of the system sees them; the only door to the engine for pages and modules."""
