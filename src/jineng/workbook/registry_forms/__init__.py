"""The registry's forms (实名制表册) as counties keep them: rosters, lists of organisations, teachers and selected trainees.

Reads them wherever the heading stands and whatever it is called, tells every fault of every row at once, writes them back
with the faults marked, and writes the empty forms to fill in.
"""
