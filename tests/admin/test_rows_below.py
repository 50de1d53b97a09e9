"""Rows in a table below another: what somebody else did to them is not put back, but named."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import models
from django.test import Client

from ratings.models import Alias, Authority, FormerCode, Framework, HeadingAlias, JudgementArea
from tests.admin.conftest import Told, change, form_data, person, url_of
from tests.views.pages import some_pairs

FIRST, LAST, MINE, NEW = "aaa-first", "mmm-last", "by-me", "zzz-new"


@dataclass(frozen=True)
class Kind:
    """Rows of one model below a page: whose, and how one is typed."""

    model: type[models.Model]
    parent: Callable[[], Any]
    prefix: str
    field: str
    typed: Callable[[Any, str], Told]
    is_typed_there: bool = True

    def add(self, client: Client, parent: Any, word: str) -> None:
        address = f"/admin/ratings/{self.model._meta.model_name}/add/"
        assert client.post(address, self.typed(parent, word)).status_code == 302

    def get(self, word: str) -> Any:
        return self.model._default_manager.get(**{self.field: word})


def an_area(framework: Any, word: str) -> Told:
    order = 90 + "amz".index(word[0])
    return {"framework": framework.pk, "key": word, "name": word, "short_name": word,
            "order": order, "headings-TOTAL_FORMS": 0, "headings-INITIAL_FORMS": 0}  # fmt: skip


def barnet() -> Authority:
    return Authority.objects.get(slug="barnet")


KINDS = {
    "alias": Kind(Alias, barnet, "aliases", "name", lambda of, w: {"authority": of.pk, "name": w}),
    "former code": Kind(
        FormerCode, barnet, "former_codes", "value",
        lambda of, w: {"authority": of.pk, "scheme": "slug", "value": w}, is_typed_there=False,
    ),
    "judgement area": Kind(
        JudgementArea, lambda: Framework.objects.get(code="ilacs-2026"), "areas", "short_name",
        an_area,
    ),
    "heading alias": Kind(
        HeadingAlias,
        lambda: JudgementArea.objects.get(framework__code="ilacs-2026", key="leaders"),
        "headings", "text", lambda of, w: {"area": of.pk, "text": w},
    ),
}  # fmt: skip


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


@pytest.fixture
def parent(kind: Kind, reviewer: Client) -> Any:
    """What has a first and a last row of the kind below it, besides those of the record."""
    found = kind.parent()
    for word in (FIRST, LAST):
        kind.add(reviewer, found, word)
    return found


def changed(client: Client, kind: Kind) -> str:
    assert change(client, kind.get(FIRST), **{kind.field: "zzz-changed"}).status_code == 302
    return f"changed the {kind.model._meta.verbose_name} “{kind.get('zzz-changed')}”"


def deleted(client: Client, kind: Kind) -> str:
    row = kind.get(FIRST)
    told = {"post": "yes", "reason": "never so"}
    assert client.post(url_of(row, "delete"), told).status_code == 302
    assert not kind.model._default_manager.filter(pk=row.pk).exists()
    return f"deleted the {kind.model._meta.verbose_name} “{row}”"


def added(client: Client, kind: Kind) -> str:
    kind.add(client, kind.parent(), NEW)
    return f"added the {kind.model._meta.verbose_name} “{kind.get(NEW)}”"


def typed(kind: Kind, opened: Told) -> Told:
    """A form into which something is typed: above, and in the last row that was there."""
    told = {**opened, "name": "Typed above", "reason": "so"}
    if kind.is_typed_there:
        row = next(n for n, v in opened.items() if n.startswith(kind.prefix) and v == LAST)
        number = row.split("-")[1]
        told[f"{kind.prefix}-{number}-{kind.field}"] = MINE
    return told


ACTS = {act.__name__: act for act in (changed, deleted, added)}


@pytest.mark.parametrize(("kind", "act"), some_pairs(2, KINDS, ACTS), indirect=["kind"])
def test_what_another_did_to_a_row_is_named_and_what_was_typed_stays_in_the_form(
    reviewer: Client, kind: Kind, parent: Any, act: str
) -> None:
    address, other = url_of(parent), person("ola", "reviewer")
    told = typed(kind, form_data(reviewer.get(address)))
    rows = [str(row) for row in getattr(parent, kind.prefix).all()]
    did = ACTS[act](other, kind)

    answer = reviewer.post(address, told)
    page = answer.content.decode()
    assert f"Somebody has {did} since you opened this page, so that nothing was saved" in page
    assert as_sent(form_data(answer)) == as_sent(told)
    sent = [name for name in told if re.match(rf"{kind.prefix}-\d+-", name)]
    assert [name for name in sent if f'name="{name}"' not in page] == []
    if kind.is_typed_there:
        rows = [row.replace(LAST, MINE) for row in rows]
    elif act == "changed":
        rows = [str(kind.get("zzz-changed")) if FIRST in row else row for row in rows]
    assert names_of_rows(page, kind) == rows
    assert not kind.model._default_manager.filter(**{kind.field: MINE}).exists()
    assert type(parent).objects.get(pk=parent.pk).name == parent.name

    again = typed(kind, form_data(reviewer.get(address)))
    assert reviewer.post(address, again).status_code == 302
    assert type(parent).objects.get(pk=parent.pk).name == "Typed above"


def as_sent(told: Told) -> dict[str, list[str]]:
    return {n: sorted(map(str, v)) if isinstance(v, list) else [str(v)] for n, v in told.items()}


def names_of_rows(page: str, kind: Kind) -> list[str]:
    """What the rows of a table are called, in the order in which they are shown."""
    table = page[page.index(f'id="{kind.prefix}-group"') :]
    table = table[: table.index("</table>")]
    return re.findall(r'<td class="original">\s*<p>\s*([^<]*?)\s*<', table)


def test_untouched_rows_are_saved(reviewer: Client, kind: Kind, parent: Any) -> None:
    address = url_of(parent)
    told = form_data(reviewer.get(address))
    for values, again in (({}, 302), ({"name": "Typed above", "reason": "so"}, 200)):
        assert reviewer.post(address, {**told, **values}).status_code == 302
        assert type(parent).objects.get(pk=parent.pk).name == values.get("name", parent.name)
        assert reviewer.post(address, told).status_code == again


def test_keepers_with_one_authority_open_are_told_of_each_others_names(keeper: Client) -> None:
    authority, other = barnet(), person("ola", "keeper")
    earlier = form_data(other.get(url_of(authority)))
    assert earlier["aliases-0-name"]
    corrected = {"aliases-0-name": "Barnet, as they write it", "aliases-1-name": NEW}
    assert change(keeper, authority, "on its letters", **corrected).status_code == 302
    assert not authority.history.exists()
    history = keeper.get(url_of(authority, "history")).content.decode()
    assert f"Entered the alias “{NEW}”" in history
    assert "on its letters" in history

    answer = other.post(url_of(authority), {**earlier, "aliases-1-name": MINE, "reason": "so"})
    did = f"changed the alias “Barnet, as they write it” and added the alias “{NEW}”"
    assert f"Somebody has {did} since" in answer.content.decode()
    names = set(authority.aliases.values_list("name", flat=True))
    assert names == {"Barnet, as they write it", NEW}
