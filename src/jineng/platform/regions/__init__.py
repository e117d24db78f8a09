"""Regions (行政区划): codes of GB/T 2260 with the days on which they held, their successors, and the townships below.

A record keeps the code as at its event; a person's home and an organisation's seat carry codes in use. Nobody's residence
is read from the first six digits of an identity number: those say where the number was given out, long ago.
"""
