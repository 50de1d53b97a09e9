"""A record in which every text that a form would take is an attack: HTML, attributes, formulas;
and what an answer would do in a browser or a spreadsheet, found by reading it as they would."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat

from ratings.models import Authority, DataVersion, Event, Inspection
from tests.security.walking import Answer

WORD = "pwned"
"""What is looked for in every answer: a tag of this name was let through."""

LONG = f"=\"><{WORD} onload={WORD}()>'</script></title>--></textarea><!--\u202e"
SHORT = f"=<{WORD}>"
ADDRESS = f"https://evil.example/\"onmouseover={WORD}()//<{WORD}>'</script>"

SKIPPED = ("historical", "import", "dataversion", "versionentry")
SEARCHED = {("publishedfigure", name) for name in ("area", "region", "grades", "group")}
"""Fields that name something else of the record."""


def text_fields() -> Iterator[tuple[type[models.Model], Any]]:
    """Every field of the record's models in which anything may be written."""
    for model in apps.get_app_config("ratings").get_models():
        name = str(model._meta.model_name)
        if name.startswith(SKIPPED):
            continue
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField)
            if is_text and not field.choices and (name, field.name) not in SEARCHED:
                yield model, field


def attack_on(field: Any) -> str:
    """The longest attack that the field's own validators take; empty where they take none."""
    room = (field.max_length or 1000) - 7  # for the number of the row, which keeps texts apart
    tries = [ADDRESS] if isinstance(field, models.URLField) else [LONG, SHORT, "=<b>"]
    for attack in tries:
        with suppress(ValidationError):
            field.run_validators(attack)
            if len(attack) <= room:
                return attack
    return ""


def poison() -> dict[str, str]:
    """Write the attacks into every row; which fields took which, by `model.field`."""
    written = {}
    for model, field in text_fields():
        attack = attack_on(field)
        if not attack:
            continue
        filled = model._default_manager.exclude(**{field.name: ""})
        text: Any = Value(attack, output_field=models.TextField())
        filled.update(**{field.name: Concat(text, Cast(F("pk"), models.TextField()))})
        written[f"{model._meta.model_name}.{field.name}"] = attack
    for model in (Inspection, Event, Authority):  # so that pages of changes have something to tell
        row: Any = model._default_manager.first()
        row._change_reason = LONG
        name, value = ("latitude", 53) if model is Authority else ("note", f"{LONG} again")
        setattr(row, name, value)
        row.save()
    DataVersion.bump()
    return written


DATA = ("application/ld+json", "application/json")
WEB = re.compile(r"(https?:|mailto:|data:image/|[/?#]|[^:]*$)", re.IGNORECASE)
ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "cite", "data", "poster")
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
A_NUMBER = re.compile(r"[+-]?[0-9.,]+%?")


class Reading(HTMLParser):
    """Notes everything in a page that a browser would run, or that somebody has smuggled in."""

    def __init__(self, policy: str) -> None:
        super().__init__(convert_charrefs=True)
        self.policy = policy
        self.problems: list[str] = []
        self._kept: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.problems += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        self.problems += [f"<{tag} style>"] if "style" in given and self.policy else []
        self.problems += [f"<{tag}>"] if tag in (WORD, "base", "object") else []
        self.problems += [
            f"<{tag} {name}={given[name][:60]}>"
            for name in ADDRESSES
            if name in given and not WEB.match(given[name].strip())
        ]
        if tag == "style" or (tag == "script" and given.get("type") in DATA):
            self._kept = []
        elif tag == "script" and not given.get("src"):
            self.problems.append("a script within the page")

    def handle_data(self, data: str) -> None:
        if self._kept is not None:
            self._kept.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("script", "style") or self._kept is None:
            return
        text, self._kept = "".join(self._kept), None
        if tag == "script":
            json.loads(text)
        elif hashed(text) not in self.policy:
            self.problems.append("<style> that the policy does not know")


def hashed(text: str) -> str:
    """As a policy names one text that may stand in the page."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def in_html(html: str, policy: str = "") -> list[str]:
    """What would run in a page under its policy; without one, in a piece of another page."""
    reading = Reading(policy)
    reading.feed(html)
    reading.close()
    return reading.problems


def in_xml(text: str) -> list[str]:
    """What is wrong in a picture or a feed; the HTML that a feed carries is read, too."""
    problems = []
    for element in ElementTree.fromstring(text).iter():
        tag = element.tag.rpartition("}")[2]
        problems += [f"<{tag}>"] if tag in (WORD, "script", "foreignObject") else []
        names = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        problems += [f"<{tag} {name}>" for name in names if name.startswith("on")]
        problems += [f"href={v[:60]}" for n, v in names.items() if n == "href" and not WEB.match(v)]
        if names.get("type") == "html" or tag == "html":
            problems += in_html(element.text or "")
    return problems


def in_json(text: str) -> list[str]:
    """The HTML that is carried as JSON: in feeds and for whoever embeds."""
    problems, rest = [], [json.loads(text)]
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            rest += value.values()
            problems += [
                p for n in ("content_html", "html") if n in value for p in in_html(value[n])
            ]
        elif isinstance(value, list):
            rest += value
    return problems


def in_csv(text: str) -> list[str]:
    cells = (cell for row in csv.reader(io.StringIO(text)) for cell in row)
    return [cell[:60] for cell in cells if cell.startswith(RUNS) and not A_NUMBER.fullmatch(cell)]


def in_workbook(body: bytes) -> list[str]:
    """Formulas and links, wherever a workbook has them."""
    problems = []
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            if not name.endswith(".xml"):
                continue
            for element in ElementTree.fromstring(archive.read(name)).iter():
                tag = element.tag.rpartition("}")[2]
                formula = any(n.endswith("}formula") for n in element.attrib)
                if formula or tag in ("f", "hyperlink", WORD):
                    problems.append(f"{name}: <{tag}>")
    return problems


def problems_of(answer: Answer) -> Iterator[str]:
    """What a browser or a spreadsheet would run in an answer, by its type."""
    kind = answer.kind
    if kind == "text/html":
        yield from in_html(answer.text, answer.headers["Content-Security-Policy"])
    elif kind.endswith("xml") and "officedocument" not in kind:
        yield from in_xml(answer.text)
    elif kind.endswith("json") and "lines" not in kind:
        yield from in_json(answer.text)
    elif kind == "text/csv":
        yield from in_csv(answer.text)
    elif "opendocument" in kind or "officedocument" in kind:
        yield from in_workbook(answer.body)
