"""How ratings work: plain Python that knows nothing of Django, databases or charts.

Frozen dataclasses go in (`records`), frozen dataclasses come out. Every date that a rule
needs is an argument; nothing here reads the clock.
"""
