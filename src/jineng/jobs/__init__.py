"""Background entry points: the worker, what it runs, and what becomes of runs whose worker was killed."""
