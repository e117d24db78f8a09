"""Policies as data: a typed document compiles to one plan that runs two ways.

``one`` judges a single line in plain Python and explains every step; ``many`` judges millions of rows as dataframe expressions.
Nothing here reads a clock, a database or a network; ``loader`` alone reads files.

The order of judgement is part of the public contract and stands in one place for each execution: the year, the waiting, the
class, the certificate, the whole days, the rate, the amount, the shares, what was paid before.
"""
