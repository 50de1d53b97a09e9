"""Predefined questions: their index, each one's answer, and both as data."""

from ratings.views.questions.data import question_csv, question_json, questions_csv, questions_json
from ratings.views.questions.pages import question, questions

__all__ = [
    "question",
    "question_csv",
    "question_json",
    "questions",
    "questions_csv",
    "questions_json",
]
