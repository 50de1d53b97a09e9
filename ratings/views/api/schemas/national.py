"""National shares."""

from __future__ import annotations

from ninja import Field

from ratings.views.api.schemas.base import ADay, Frame, Item, Part


class GoodPart(Part):
    """Good and outstanding together."""

    count: int
    percent_of_graded: float | None
    percent_of_existing: float | None


class DenominatorsPart(Part):
    """What the percentages are of."""

    percent_of_graded: int
    percent_of_existing: int


class National(Item):
    """How many authorities hold each grade of an area on the day."""

    area: str
    areas_counted: list[str] = Field(description="Areas that this count takes for one.")
    region: str
    type: str | None
    programme: str | None
    frameworks_counted: list[str]
    which: str = Field(description="The `latest` or `first` inspection of each, or `all`.")
    begun_from: ADay | None
    begun_to: ADay | None
    existing: int = Field(description="Authorities that exist on the day.")
    inspected: int
    with_grade: int
    no_overall_grade: int = Field(0, description="A count of its own; for the overall area.")
    not_judged: int = Field(0, description="Inspected without that area; for other areas.")
    grades: dict[str, int]
    percent_of_graded: dict[str, float | None] = Field(description="Not rounded.")
    percent_of_existing: dict[str, float | None] = Field(description="Not rounded.")
    good_or_outstanding: GoodPart
    denominators: DenominatorsPart
    note: str | None


class NationalAnswer(Frame):
    """One national count."""

    result: National
