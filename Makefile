# All logic is in dev.py, which needs nothing but Python.
PYTHON ?= python3

.PHONY: setup demo serve test test-slow lint format lock messages clean

setup demo serve test test-slow lint format lock messages clean:
	@$(PYTHON) dev.py $@
