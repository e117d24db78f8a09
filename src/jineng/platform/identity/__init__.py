"""People who sign in, and what they may do.

A person has one role and one region. Accounts are never deleted, only closed: what they did stays theirs.
"""
