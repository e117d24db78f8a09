"""Settling claim lines (申领明细): one graph of integer operations a plan, run as Python for a line and as columns for many."""
