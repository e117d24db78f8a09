"""Who did what to what, and when: an append-only record, written in the transaction of the change itself.

Events hold names and keys instead of foreign keys, so that nothing recorded can block or lose what it is about.
The database refuses to change, delete or truncate them. No personal data beyond the actor's name goes in.
"""
