"""Imports (表册导入): an uploaded form read as a whole, shown before anything changes, and committed at once or not at all.

Owns the upload, what was found wrong with it, and the rows that wait for the click; does not own people or organisations:
the registry writes those. Invariants, also held by the database: the same file for the same place is one import; only a
form without faults is committed; what was committed never changes; staged rows are gone when an import is over.

Personal data: the file, its rows and the texts of problems are kept sealed, wiped with the commit or after thirty days.
"""
