"""The registry (实名制台账): the people and organisations that vouchers, classes and payments rest on.

Owns persons with everything held about them, organisations with contacts, branches, venues and teachers, holds on either,
and the leading group with its tasks. Does not own accounts that sign in, nor what is claimed and paid.

Invariants, also held by the database: one live person for an identity document and one live organisation for a credit
code; what was confirmed by a second person was not made by the same; histories are added to, never rewritten.
"""
