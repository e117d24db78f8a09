"""Townships' lists (分类选送): quotas, who is on a list, who was sent, and how far every township is."""
