"""What every national count reads: the country, which frameworks go together, which areas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ratings.models.authority import Authority
from ratings.models.framework import Framework, pairs_counted_as_one
from ratings.models.inspection import Inspection
from ratings.rules import records
from ratings.rules.country import Council, Country
from ratings.views.record import Record, record_now


@dataclass(frozen=True, slots=True)
class National:
    """The record for counting: everything public, whatever the day.

    `programmes` maps a framework's code to its programme, oldest framework first; `pairs`
    are keys of areas that are counted as one.
    """

    record: Record
    country: Country
    programmes: dict[str, str]
    pairs: tuple[tuple[str, str], ...]

    @property
    def frameworks(self) -> list[records.Framework]:
        """Oldest first."""
        known = self.record.reference.frameworks.values()
        return sorted(known, key=lambda f: (f.first_day, f.code))

    def codes_of(self, programme: str) -> frozenset[str]:
        """The frameworks of a programme."""
        return frozenset(code for code, each in self.programmes.items() if each == programme)


def national_now() -> National:
    """The record for counting; five queries, the data version among them."""
    record = record_now()
    graded = Inspection.objects.public().filter(kind__is_graded=True)
    programmes = Framework.objects.values_list("code", "programme")
    return National(
        record=record,
        country=Country(tuple(_councils()), graded.records(record.reference)),
        programmes={code: programme or code for code, programme in programmes},
        pairs=pairs_counted_as_one(),
    )


def _councils() -> Iterable[Council]:
    for authority in Authority.objects.all():
        yield Council(authority.record(), authority.region, authority.authority_type)
