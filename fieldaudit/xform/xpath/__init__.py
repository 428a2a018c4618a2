"""Expressions: XPath 1.0 with the rules of ODK, over the nodes of a record, a lookup list or any XML document.

`expression` reads, `evaluate` compiles, `dialect` holds every rule of conversion and comparison, `functions` the table of
functions. Knows no form and no record.
"""
