"""The stages of ``many``: place, then person; each a set of dataframe expressions over int64 columns."""
