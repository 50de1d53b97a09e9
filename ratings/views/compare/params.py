"""Query parameters of the comparison: authorities by any name or code, or a preset."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import QueryDict

from ratings.models.record import Record
from ratings.views.dates import MOMENT
from ratings.views.errors import ParameterError

PARAMETERS = (*MOMENT, "authority", "of", "preset")
REPEATED = {"authority"}
MOST = 10
"""The most authorities in `authority`; `of` comes on top."""

NAME_OR_CODE = "the slug, name or code of an authority, such as kent, E10000016 or 886"
NEAR = 5


def parse_compare_params(
    query: QueryDict, record: Record, presets: Iterable[str]
) -> tuple[str, tuple[str, ...], str]:
    """Slugs: what the others are compared with (or nothing), the others; and a preset's key.

    Raises ParameterError.
    """
    text = query.get("of", "").strip()
    of = slug_of("of", text, record) if text else ""
    preset = query.get("preset", "").strip()
    chosen = _chosen(query.getlist("authority"), of, record)
    _check_preset(preset, of, chosen, list(presets))
    return of, chosen, preset


def _chosen(texts: list[str], of: str, record: Record) -> tuple[str, ...]:
    """Each authority once, in the order of the URL, `of` left out."""
    given = [text.strip() for text in texts if text.strip()]
    slugs = dict.fromkeys(slug_of("authority", text, record) for text in given)
    slugs.pop(of, None)
    if len(slugs) > MOST:
        raise ParameterError(
            "authority",
            list(slugs)[MOST],
            ["up to ten authorities"],
            f"{len(slugs)} authorities are too many to compare at once: choose up to ten.",
        )
    return tuple(slugs)


def _check_preset(preset: str, of: str, chosen: tuple[str, ...], presets: list[str]) -> None:
    if not preset:
        return
    if preset not in presets:
        raise ParameterError("preset", preset, presets)
    if not of:
        message = (
            f"The preset “{preset}” needs an authority to start from: add of=, such as of=kent."
        )
        raise ParameterError("preset", preset, ["given together with of"], message)
    if chosen:
        message = "A preset chooses the authorities itself: give either preset or authority."
        raise ParameterError("preset", preset, ["given without authority"], message)


def slug_of(parameter: str, text: str, record: Record) -> str:
    """The authority with this slug, name, alias or code, current or former.

    Raises ParameterError with similar names for a text that means none, or more than one.
    """
    slug = text.lower()
    if slug in record.authorities:
        return slug
    found = record.exactly(text)
    if found:
        return found
    near = record.near(text.replace("-", " "), NEAR)
    if not near:
        raise ParameterError(parameter, text, [NAME_OR_CODE])
    message = (
        f"There is no authority “{text[:80]}”. Did you mean {_either([n.name for n in near])}?"
    )
    raise ParameterError(parameter, text, [named.slug for named in near], message)


def _either(words: list[str]) -> str:
    *head, last = words
    return f"{', '.join(head)} or {last}" if head else last
