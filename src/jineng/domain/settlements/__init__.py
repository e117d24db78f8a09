"""Settlements (补贴结算): a workbook handed in, its problems or what it comes to line by line, kept as it was judged.

Owns the uploaded book's fate: UPLOADED, then SETTLED or UNUSABLE, for good. Does not own payment: a settlement says what
may be paid, it moves no money. Invariants, also held by the database: a settled one has a result, a receipt and its lines
and never changes; an unusable one has its problems; nobody outside the region sees either.

Personal data: identity numbers and names are kept sealed, beside masked forms for lists and a blind index for searching
by number. Whoever has the full form shown or downloads it leaves an audit event.
"""
