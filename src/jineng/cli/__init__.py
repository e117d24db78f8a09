"""The ``jineng`` command. Each topic has its file; Django is loaded only by commands that need it."""
