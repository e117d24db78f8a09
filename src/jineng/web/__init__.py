"""Pages by audience. They read by queries and write by operations or journeys, and decide nothing themselves.

``access`` says who may open which address, ``navigation`` what stands in the header, ``templates/components`` what pages
are made of (its README shows each component).
"""
