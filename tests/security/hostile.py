"""A record in which every text that a form would take is an attack: HTML, attributes, formulas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat

from ratings.models import Authority, DataVersion, Event, Inspection

WORD = "pwned"
"""What is looked for in every answer: a tag of this name was let through."""

LONG = f"=\"><{WORD} onload={WORD}()>'</script></title>--></textarea><!--\u202e"
SHORT = f"=<{WORD}>"
ADDRESS = f"https://evil.example/\"onmouseover={WORD}()//<{WORD}>'</script>"
NUMBER = 7
"""Characters that are left for the number of the row, which keeps texts apart."""

SKIPPED = ("historical", "import", "dataversion", "versionentry")
SEARCHED = {("publishedfigure", name) for name in ("area", "region", "grades")}
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
    room = (field.max_length or 1000) - NUMBER
    tries = [ADDRESS] if isinstance(field, models.URLField) else [LONG, SHORT, "=<b>"]
    for attack in tries:
        try:
            field.run_validators(attack)
        except ValidationError:
            continue
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
    _correct()
    DataVersion.bump()
    return written


def _correct() -> None:
    """Change a few rows for a hostile reason, so that pages of changes have something to tell."""
    for model in (Inspection, Event, Authority):
        row: Any = model._default_manager.first()
        row._change_reason = LONG
        name, value = ("latitude", 53) if model is Authority else ("note", f"{LONG} again")
        setattr(row, name, value)
        row.save()
