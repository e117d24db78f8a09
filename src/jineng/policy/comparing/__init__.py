"""Comparing a person with a plan before training (培训前资格比对): what is known of the person against what the rules ask.

Unknown is not no: a rule whose answer hangs on a fact that nobody knows is answered ``unknown``, with the facts that are
missing. Pure: what is known, and as at which day, is given.
"""
