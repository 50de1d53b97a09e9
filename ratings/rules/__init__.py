"""Domain logic in plain Python, independent of Django, databases or charts.

Functions take frozen dataclasses (`types`) and return frozen dataclasses. Every date that a rule
needs is an argument; nothing here reads the clock.
"""
