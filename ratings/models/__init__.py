"""The database models, each with its QuerySet in the same file."""

from ratings.models.authority import (
    Alias,
    Authority,
    FormerCode,
    Neighbour,
    Succession,
)
from ratings.models.data_version import DataVersion, VersionEntry
from ratings.models.event import Event
from ratings.models.framework import (
    AreaLink,
    Framework,
    Grade,
    HeadingAlias,
    InspectionKind,
    JudgementArea,
    Programme,
    Scale,
)
from ratings.models.import_run import ImportChange, ImportFile, ImportItem, ImportRun
from ratings.models.inspection import Inspection
from ratings.models.public_change import PublicChange
from ratings.models.published_figure import PublishedFigure
from ratings.models.rating import Rating
from ratings.models.source import Completeness, Discrepancy, Source, SourceStrength

__all__ = [
    "Alias",
    "AreaLink",
    "Authority",
    "Completeness",
    "DataVersion",
    "Discrepancy",
    "Event",
    "FormerCode",
    "Framework",
    "Grade",
    "HeadingAlias",
    "ImportChange",
    "ImportFile",
    "ImportItem",
    "ImportRun",
    "Inspection",
    "InspectionKind",
    "JudgementArea",
    "Neighbour",
    "Programme",
    "PublicChange",
    "PublishedFigure",
    "Rating",
    "Scale",
    "Source",
    "SourceStrength",
    "Succession",
    "VersionEntry",
]
