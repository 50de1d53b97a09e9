"""Standard questions that people count by hand, each answered from the record.

`registry.py` lists them as data; a question is one entry there and one function here, given
a `QuestionContext` and `QuestionParams`, and returning an `Answer`: a sentence
and rows of typed cells, which pages and downloads render without knowing which
question it was.
"""
