"""Drafts (方案草稿): a plan while officers write it, what a second officer said of it, and the approved document.

Owns every saved text of a draft, its originals and its reviews. A draft is DRAFT, goes to a second officer as SENT, and
is APPROVED or RETURNED to be written further; it can be WITHDRAWN until it is approved. Does not own what is in force:
an approved draft is a document, no more.

Invariants, also held by the database: revisions, originals and reviews are added and never changed, and only while the
draft is being written or reviewed; revisions are numbered without a gap, so that of two editors who save at the same time
one is told; a revision's hash is that of its text; an approval is of the newest revision and exactly its hash, by somebody
who made none of it; an approved draft has its approval and never changes.
"""
