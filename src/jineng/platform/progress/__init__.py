"""Long work and how far it is: one row a run, changed by the worker, polled by pages.

A run is queued in the transaction that asks for it, taken by a worker, and ends succeeded or failed. A worker that is
killed leaves it running; it is then taken again, so whatever a run does must come out the same when it starts over.
"""
