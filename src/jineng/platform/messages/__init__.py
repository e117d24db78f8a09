"""Short messages (短信): one interface, a gateway in use by the public sector, and one that shows messages on a page.

Nothing here logs a number or a code. The gateway that shows is for demonstrations and development; it is never the
default of an installation.
"""
