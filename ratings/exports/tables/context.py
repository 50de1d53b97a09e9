"""What a reader of a table needs to know."""

from __future__ import annotations

from dataclasses import dataclass

from ratings.forms import Moment
from ratings.models.reference import Reference


@dataclass(frozen=True, slots=True)
class Asked:
    """The two dates, and the reference data of the data version that is read. `site` is the
    start of every address, without a stroke at its end."""

    moment: Moment
    reference: Reference
    site: str
