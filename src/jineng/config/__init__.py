"""Wiring: settings, URLs and the WSGI entry point. The only floor that knows all others."""
