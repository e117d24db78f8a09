"""Eligibility comparison before training (培训前资格比对), and the register of what each person enjoyed (已享受登记).

The bureau uploads comparison sets (比对名单) of other departments, kept by blind index only. People are compared in
batches with a plan's rules, these sets and the register; every answer carries its source, the day of the data and its
clause, and unknown is not no. Claims reserve and enjoy benefits through the register, once a key for the whole system.
"""
