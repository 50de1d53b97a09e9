"""Files that are made to do harm: none hangs, fills anything, fetches, runs, or changes a row.

What one malicious part of an archive or one misbehaving reader does is in `readers/`; here are
whole files, through the same door as an upload.
"""
