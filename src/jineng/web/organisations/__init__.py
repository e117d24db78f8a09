"""Pages of organisations (单位) and the leading group (领导小组)."""
