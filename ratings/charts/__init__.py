"""Rendering of charts: plain data in, a `Chart` (SVG, figure, alt text, source, table) out.

No queries, no Django, and no Plotly: figures are plain dicts that Plotly's own classes
validate in the tests.
"""
