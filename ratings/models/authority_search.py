"""Search authorities by any spelling or code; short names of frameworks.

Read once per data version and cached in the process, like `Reference`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ratings.models.authority import Alias, Authority, FormerCode
from ratings.models.data_version import VersionCached
from ratings.models.framework import Framework
from ratings.rules.name_matching import closest_matches, normalise


@dataclass(frozen=True, slots=True)
class FoundAuthority:
    """An authority by name; `end` is its last day, if it has one."""

    slug: str
    name: str
    end: date | None


@dataclass(frozen=True)
class AuthoritySearch(VersionCached):
    """Look up authorities by the text that users type.

    `spellings`: pairs of normalised name or alias and slug; `codes`: pairs of normalised code,
    current or former, and slug; `frameworks`: short name by code, oldest first.
    """

    authorities: dict[str, FoundAuthority]
    spellings: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...]
    frameworks: dict[str, str]

    @classmethod
    def _read(cls) -> AuthoritySearch:
        columns = ("slug", "name", "end_date", "gss_code", "la_code", "ofsted_urn")
        rows = list(Authority.objects.order_by("name").values_list(*columns))
        aliases = list(Alias.objects.values_list("name", "authority__slug"))
        former = list(FormerCode.objects.values_list("value", "authority__slug"))
        spellings = [(name, slug) for slug, name, *_ in rows] + aliases
        codes = [(code, row[0]) for row in rows for code in (row[0], *row[3:])] + former
        return cls(
            authorities={slug: FoundAuthority(slug, name, end) for slug, name, end, *_ in rows},
            spellings=tuple((normalise(name), slug) for name, slug in spellings),
            codes=tuple((normalise(code), slug) for code, slug in codes if code),
            frameworks=dict(Framework.objects.values_list("code", "short_name")),
        )

    def matching(self, text: str) -> frozenset[str]:
        """Slugs of authorities with that code, or with a word of a name or alias that begins so.

        `hull` finds Kingston upon Hull and not Solihull.
        """
        folded = normalise(text)
        if not folded:
            return frozenset()
        named = {slug for name, slug in self.spellings if f" {folded}" in f" {name}"}
        return frozenset(named | {slug for code, slug in self.codes if code == folded})

    def exactly(self, text: str) -> str | None:
        """The slug of the one authority with exactly that name, alias or code."""
        folded = normalise(text)
        found = {slug for words, slug in (*self.spellings, *self.codes) if words == folded}
        return found.pop() if len(found) == 1 else None

    def near(self, text: str, most: int = 5) -> list[FoundAuthority]:
        """Authorities with the most similar names, best first."""
        return [self.authorities[slug] for slug in closest_matches(text, self.spellings, most)]
