"""Standing answers: questions that people count by hand, each answered from the record.

`registry.py` lists them as data; a question is one entry there and one function here, given
what was `Known` at a moment and what was `Asked`, and answering with an `Answer`: a sentence
and rows of typed cells, which pages and downloads then draw and write without knowing which
question it was.
"""
