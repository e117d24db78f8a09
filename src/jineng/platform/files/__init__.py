"""Files that people hand in and that the system makes: encrypted, found by the SHA-256 of their content.

A file is written once and whole, never changed; equal content is kept once. The database row is written after the
file, in the caller's transaction: a row always has its file, a file without a row is harmless.
"""
