"""Why a step of an import is refused."""

from __future__ import annotations


class CannotImport(Exception):
    """A step that is refused; the message says why and what to do, nothing was changed."""


class Stale(CannotImport):
    """The record has changed since the plan was shown: it has to be looked at again."""
