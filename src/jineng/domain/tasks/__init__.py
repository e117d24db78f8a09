"""Training tasks of townships (乡镇分类选送): whom a township selects and sends, by target group, and how far it is.

C五(二): townships organise and select by group, each answering for its own list (分类选送、责任包干). Owns lists, quotas and
entries; does not own people (the registry does) nor classes. Invariants, also held by the database: one list a township,
year, plan and group; a strict quota is never overrun; a person stands on one list of a plan and year at a time.
"""
