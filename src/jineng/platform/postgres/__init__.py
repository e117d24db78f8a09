"""The bundled PostgreSQL server: found, started, recovered and stopped inside the project's own folder.

It serves on a Unix socket in a folder of mode 0700 and never on a network port. When root runs the project, the
server runs as an unprivileged account, since PostgreSQL refuses root. No folder of anybody's changes its mode: what
that account cannot reach is copied to where it can.
"""
