"""Every standing question against an answer counted without the product.

Asked through its public address; the expected names come from a plain reading of the CSVs of
the record (`plain_counts.py`, which shares no code with the rules) or from lists that were
read off the CSVs by eye and frozen here. All as at 20 August 2026, the day to which the
record is complete, unless a test says otherwise.
"""
