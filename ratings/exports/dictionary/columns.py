"""Columns that several tables share, described once."""

from __future__ import annotations

from collections.abc import Callable

from ratings.exports.dictionary.types import Cell, Column, ColumnType
from ratings.rules.status import AuthorityStatus
from ratings.rules.types import Inspection

OFSTED = "Ofsted"
OURS = "this record"
RULE = "follows from the record by the rules of /about/"
REGISTER = "mySociety's register of authorities"


def _graded(name: str, of: Callable[[AuthorityStatus], Inspection | None]) -> dict[str, Cell]:
    """The cells of a column of a graded inspection: its grade, key and date."""
    return {
        name: lambda s, _: _key(of(s)),
        f"{name}_inspection": lambda s, _: i.id if (i := of(s)) else "",
        f"{name}_date": lambda s, _: i.shown_date if (i := of(s)) else "",
    }


def _key(inspection: Inspection | None) -> str:
    return inspection.headline.key if inspection and inspection.headline else ""


HEADLINE = _graded("headline", lambda s: s.line.headline.inspection)
LAST_OVERALL = _graded("last_overall", lambda s: s.line.headline.last_overall)


def _visit(of: Callable[[Inspection], object]) -> Cell:
    """A cell of the latest visit, empty where there was none."""
    return lambda s, _: of(visit) if (visit := s.last_visit) else ""


STANDING = (
    Column("as_at", "The day of which the row speaks.", OURS, ColumnType.DATE, required=True,
           cell=lambda s, _: s.as_at),
    Column("known_by", "Only what had been published by this day is in it. Empty: everything"
           " known now.", OURS, ColumnType.DATE, cell=lambda s, _: s.known_by),
    Column("line", "The line: one sentence to quote.", RULE, required=True,
           cell=lambda s, _: s.line.text),
    Column("headline", "The overall grade of the latest graded inspection. Empty: it has none, or"
           " there was none.", RULE, values="grades", cell=HEADLINE["headline"]),
    Column("headline_inspection", "The latest graded inspection that is a node of the line.",
           RULE, cell=HEADLINE["headline_inspection"]),
    Column("headline_date", "Its first day.", RULE, ColumnType.PARTIAL,
           cell=HEADLINE["headline_date"]),
    Column("last_overall", "The last overall grade, where one is no longer given.", RULE,
           values="grades", cell=LAST_OVERALL["last_overall"]),
    Column("last_overall_inspection", "The inspection that gave it.", RULE,
           cell=LAST_OVERALL["last_overall_inspection"]),
    Column("last_overall_date", "Its first day.", RULE, ColumnType.PARTIAL,
           cell=LAST_OVERALL["last_overall_date"]),
    Column("trend", "The last graded node against the one before.", RULE, values="trends",
           cell=lambda s, _: s.trend.change if s.trend else ""),
    Column("trend_across_frameworks", "Whether the two were made under different rules.", RULE,
           ColumnType.YES_NO, cell=lambda s, _: s.trend.across_frameworks if s.trend else ""),
    Column("profile", "The grades of the judgement areas in words, where there is no overall"
           " grade.", RULE, cell=lambda s, _: s.profile, in_api=True),
    Column("last_visit", "The latest visit.", RULE, cell=_visit(lambda i: i.id)),
    Column("last_visit_kind", "What sort of visit it was.", RULE, values="kinds of visits",
           cell=_visit(lambda i: i.kind)),
    Column("last_visit_date", "Its first day.", RULE, ColumnType.PARTIAL,
           cell=_visit(lambda i: i.shown_date)),
    Column("last_visit_direction", "What it found. Empty: `last_visit_direction_status` says why.",
           RULE, values="directions", cell=_visit(lambda i: i.direction)),
)  # fmt: skip

MORE = (
    Column("exists", "Whether the authority existed on the day.", RULE, ColumnType.YES_NO,
           required=True, cell=lambda s, _: s.authority.exists_on(s.as_at)),
    Column("latitude", "Where it lies.", REGISTER, ColumnType.DECIMAL, unit="degrees north",
           cell=lambda s, _: s.authority.latitude),
    Column("longitude", "Where it lies.", REGISTER, ColumnType.DECIMAL, unit="degrees east",
           cell=lambda s, _: s.authority.longitude),
    Column("aliases", "Other spellings of its name that were seen somewhere.", OURS,
           ColumnType.LIST, cell=lambda s, r: "|".join(r.aliases.get(s.authority.slug, ()))),
    Column("former_codes", "Codes and slugs that it had before, each as scheme:value (gss, dfe,"
           " slug); an address with one of them leads to it.", OURS, ColumnType.LIST,
           cell=lambda s, r: "|".join(
               f"{scheme}:{value}" for scheme, value in r.former_codes.get(s.authority.slug, ())
           )),
)  # fmt: skip

ONS = "Office for National Statistics"
DFE = "Department for Education"

SLUG = Column(
    "authority", "The key of the authority in this record, and its name in addresses.", OURS,
    required=True, pattern=r"[a-z0-9-]+",
)  # fmt: skip
NAME = Column("authority_name", "The name of the authority.", REGISTER, required=True)

AUTHORITY = (
    SLUG,
    NAME,
    Column(
        "gss_code", "The ONS code of today, or of the authority's last day. Earlier codes are in"
        " the table of authorities.", ONS, required=True, pattern="E[0-9]{8}",
    ),
    Column("la_code", "The three-digit code of the authority.", DFE, required=True,
           pattern="[0-9]{3}"),
    Column("ofsted_urn", "The number that Ofsted gives the authority.", OFSTED,
           pattern="[0-9]{4,10}"),
    Column("region", "The ONS region.", ONS, values="regions", required=True),
    Column("authority_type", "The type of council.", REGISTER, values="types", required=True),
    Column("authority_start_date", "Its first day. Empty: before the record begins.", REGISTER,
           ColumnType.DATE),
    Column("authority_end_date", "Its last day. Empty: it exists today.", REGISTER,
           ColumnType.DATE),
)  # fmt: skip

OFSTED_PAGE = Column(
    "ofsted_page", "The authority's own page at Ofsted, which lists its reports and letters."
    " Empty: no number of it there is known.", OFSTED, ColumnType.ADDRESS,
    cell=lambda s, r: r.ofsted_page(s.authority.ofsted_urn),
)  # fmt: skip

LATER = (
    Column("last_visit_direction_status", "What is known of the direction of the latest visit: as"
           " `direction_status` among the visits. Empty: no visit.", RULE,
           values="direction statuses", cell=_visit(lambda i: i.direction_status)),
    OFSTED_PAGE,
)  # fmt: skip
"""Of an authority on a day, in order of introduction: add a new column at the end."""

INSPECTION_KEY = Column(
    "inspection", "The permanent key of the inspection or visit, kept even if a date is"
    " corrected later; its page is /inspections/<key>/.", OURS, required=True,
)  # fmt: skip
FRAMEWORK = Column(
    "framework", "The rules it was made under; those of the day it began.", OFSTED,
    values="frameworks", required=True,
)  # fmt: skip
KIND = Column(
    "kind", "What sort of inspection. Short and standard follow from the days on site: at most"
    " seven a part means short.", OFSTED, values="kinds", required=True,
)  # fmt: skip
IS_GRADED = Column(
    "is_graded",
    "Whether it gives grades; a visit does not.",
    OFSTED,
    ColumnType.YES_NO,
    required=True,
)
DATES = (
    Column(
        "start_date", "Its first day on site. Empty where only publication is known, which then"
        " counts as the first day.", OFSTED, ColumnType.PARTIAL,
    ),
    Column("end_date", "Its last day on site.", OFSTED, ColumnType.DATE),
    Column(
        "published", "The day the report was published. Empty: not recorded, and the inspection"
        " counts as known from its first day.", OFSTED, ColumnType.DATE,
    ),
)  # fmt: skip

PRECISION = Column(
    "start_precision", "How much of the first day is known.", OURS, values="precisions"
)

AREA = (
    Column("area", "The judgement area. Empty for a visit.", OFSTED, values="areas"),
    Column("area_name", "Its official name in that framework.", OFSTED, values="area names"),
    Column("is_headline", "Whether it is overall effectiveness, whose grade is a node of the"
           " line.", OFSTED, ColumnType.YES_NO),
    Column("grade", "The grade as it was given. Empty: see `missing`.", OFSTED, values="grades"),
    Column("grade_word", "The grade in words, as it was called then: adequate is never requires"
           " improvement.", OFSTED, values="grade words"),
    Column("missing", "Why there is no grade. Empty where there is one, and for a visit.", OURS,
           values="reasons"),
)  # fmt: skip

TREND = (
    Column(
        "trend", "The headline of the inspection against the graded one before. Empty for what"
        " gives no node of the line.", RULE, values="trends",
    ),
    Column("trend_across_frameworks", "Whether the two were made under different rules.", RULE,
           ColumnType.YES_NO),
)  # fmt: skip
PRIORITY = Column(
    "priority_action", "Whether it found areas for priority action.", OFSTED, ColumnType.YES_NO,
    required=True,
)  # fmt: skip
DIRECTION = (
    Column("direction", "What a visit found. Empty: `direction_status` says why, or it was a"
           " graded inspection.", "the letter of the visit", values="directions"),
    Column("direction_source_url", "Where the direction was read, or that none is stated.", OURS,
           ColumnType.ADDRESS),
    Column("theme", "What a visit looked at.", OFSTED),
    PRIORITY,
)  # fmt: skip
READ = (
    Column(
        "direction_status", "What is known of a visit's direction: stated; none-stated: the letter"
        " or an account was read and states none; not-read: nobody here has read it; not-asked:"
        " joint inspections, which answer another question. Empty: a graded inspection.", OURS,
        values="direction statuses",
    ),
    Column("direction_read", "What was read where no direction is stated; the address is in"
           " `direction_source_url`.", OURS, values="what was read"),
)  # fmt: skip
EVIDENCE = (
    Column("report_url", "The address of Ofsted's report.", OFSTED, ColumnType.ADDRESS),
    Column("source_url", "The article or the council's page, where that is the source.", OURS,
           ColumnType.ADDRESS),
    Column("sources", "Keys of the sources of the inspection, in their order.", OURS,
           ColumnType.LIST, values="sources"),
    Column("verified", "The strength of the evidence for the inspection.", OURS,
           values="evidence", required=True),
    Column("note", "What else there is to know of it.", OURS),
)  # fmt: skip

GIVEN = (
    Column("grade_verified", "The strength of the evidence for this grade. Empty where there is"
           " none.", OURS, values="evidence"),
    Column("grade_sources", "Keys of the sources of this grade, or of the reason for none.",
           OURS, ColumnType.LIST, values="sources"),
    Column("label_as_published", "The words of the grade as they were printed, where they were"
           " kept.", OFSTED),
)  # fmt: skip
