"""Reads of comparison sets, batches and benefits, in the person's scope."""
