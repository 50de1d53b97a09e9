"""The tables of /data/, in the order in which they are offered."""

from __future__ import annotations

from dataclasses import replace

from ratings.exports.dictionary import columns as c
from ratings.exports.dictionary.types import Column, ColumnType, ForeignKey, TableDef

BEGUN = (
    "Inspections begun on or before as_at (one without a first day: published by then) and, if"
    " known_by is given, published by then."
)
TO_AUTHORITY = ForeignKey("authority", "authorities", "authority")

PERIOD = (
    Column("start_date", "The day it began.", c.OURS, ColumnType.PARTIAL, required=True),
    Column(
        "end_date", "The day it ended. Empty: open, or a single day.", c.OURS, ColumnType.PARTIAL
    ),
)

RATINGS = TableDef(
    "ratings",
    "Ratings, tidy",
    "one row for each inspection and judgement area; a visit is one row",
    "The whole record of judgements in one table: every code, date, grade, reason where there is"
    " no grade, direction of a visit, source. It can be loaded back: the record can be rebuilt"
    " from it.",
    BEGUN,
    (*c.AUTHORITY, c.INSPECTION_KEY, c.FRAMEWORK, c.KIND, c.IS_GRADED, *c.DATES, *c.AREA,
     *c.TREND, *c.DIRECTION, *c.EVIDENCE, c.PRECISION, *c.GIVEN, *c.READ, c.OFSTED_PAGE),
    key=("inspection", "area"),
    links=(TO_AUTHORITY,),
)  # fmt: skip

AUTHORITIES = TableDef(
    "authorities",
    "Authorities",
    "one row an authority, also those abolished or yet to begin",
    "Who an authority is, with every code, and where it stands on the day: its line, headline,"
    " trend and last visit.",
    "Every authority of the register; what is said of it is of the day as_at, and of what had"
    " been published by known_by.",
    (*c.AUTHORITY, *c.STANDING, *c.MORE, *c.LATER),
    key=("authority",),
)

SUCCESSIONS = TableDef(
    "successions",
    "Successions",
    "one row for each authority that gave way to another",
    "Who became whom, and how.",
    "Successions on or before as_at.",
    (
        Column("predecessor", "The authority that gave way.", c.OURS, required=True),
        Column("successor", "The authority that followed it.", c.OURS, required=True),
        Column("date", "The successor's first day with it.", c.OURS, ColumnType.DATE,
               required=True),
        Column("kind", "How the one became the other.", c.OURS, values="successions",
               required=True),
        Column("source_url", "Where it was read.", c.OURS, ColumnType.ADDRESS, required=True),
    ),
    key=("predecessor", "successor"),
    links=(
        ForeignKey("predecessor", "authorities", "authority"),
        ForeignKey("successor", "authorities", "authority"),
    ),
)  # fmt: skip

EVENT_ON_SITE = (c.INSPECTION_KEY, c.SLUG, c.NAME, c.FRAMEWORK)

INSPECTIONS = TableDef(
    "inspections",
    "Inspections",
    "one row for each graded inspection",
    "When each graded inspection was, under which rules, its headline and trend. The grades of its"
    " areas are in the table of ratings.",
    BEGUN,
    (
        *EVENT_ON_SITE,
        replace(c.KIND, values="graded kinds"),
        *c.DATES,
        c.PRECISION,
        Column("headline", "The overall grade. Empty: it gave none.", c.OFSTED, values="grades"),
        *c.TREND,
        c.PRIORITY,
        *c.EVIDENCE,
    ),
    key=("inspection",),
    links=(TO_AUTHORITY,),
)  # fmt: skip

VISITS = TableDef(
    "visits",
    "Visits",
    "one row for each ungraded visit: focused visit, monitoring visit, JTAI",
    "When each visit was, what it looked at and which direction it found.",
    BEGUN,
    (
        *EVENT_ON_SITE,
        replace(c.KIND, values="kinds of visits"),
        *c.DATES,
        c.PRECISION,
        *c.DIRECTION,
        *c.EVIDENCE,
        *c.READ,
    ),
    key=("inspection",),
    links=(TO_AUTHORITY,),
)

EVENTS = TableDef(
    "events",
    "Events",
    "one row for each event",
    "What explains a timeline: a trust, a commissioner, a statutory direction, a section 114"
    " notice, a reorganisation. No child is named.",
    "Events begun on or before as_at.",
    (
        c.SLUG,
        c.NAME,
        Column("kind", "What sort of event.", c.OURS, values="events", required=True),
        *PERIOD,
        Column("title", "What happened, in a few words.", c.OURS, required=True),
        Column("source_url", "Where it was read.", c.OURS, ColumnType.ADDRESS),
        Column("verified", "The strength of the evidence.", c.OURS, values="evidence",
               required=True),
        Column("note", "What else there is to know of it.", c.OURS),
    ),
    key=("authority", "kind", "start_date", "title"),
    links=(TO_AUTHORITY,),
)  # fmt: skip

NEIGHBOURS = TableDef(
    "neighbours",
    "Statistical neighbours",
    "one row for each authority, model year and rank",
    "The ten councils that the Department for Education's model takes for most alike, nearest"
    " first.",
    "Not narrowed: the model year is in every row.",
    (
        c.SLUG,
        Column("model_year", "The year of the model.", c.DFE, ColumnType.WHOLE, unit="year",
               required=True),
        Column("rank", "1 is the nearest, 10 the last.", c.DFE, ColumnType.WHOLE, required=True),
        Column("neighbour", "The neighbour's key in this record.", c.DFE, required=True),
        Column("neighbour_name", "The neighbour's name.", c.REGISTER, required=True),
    ),
    key=("authority", "model_year", "rank"),
    links=(TO_AUTHORITY, ForeignKey("neighbour", "authorities", "authority")),
)  # fmt: skip

DISCREPANCIES = TableDef(
    "discrepancies",
    "Discrepancies",
    "one row for each value that a source contradicts",
    "Where two sources disagree: which says what, which was chosen, and why.",
    "Those about inspections begun on or before as_at and published by known_by, and those about"
    " no inspection.",
    (
        c.SLUG,
        c.NAME,
        replace(c.INSPECTION_KEY, required=False,
                meaning="The inspection that it is about. Empty: about the authority."),
        Column("field", "What is disputed: a field of the inspection, grade:<area>, or"
               " event:<what>.", c.OURS, required=True),
        Column("value_a", "The value according to source_a.", c.OURS),
        Column("source_a", "Who says so: keys of sources, or words.", c.OURS, required=True),
        Column("value_b", "The value that contradicts it.", c.OURS),
        Column("source_b", "Who says that.", c.OURS, required=True),
        Column("chosen", "The value that was chosen. Empty: still open.", c.OURS),
        Column("why", "Why it was chosen.", c.OURS),
        Column("status", "Whether it is settled.", c.OURS, values="states", required=True),
        Column("address", "Its own page.", c.OURS, ColumnType.ADDRESS, required=True),
    ),
    key=("address",),
    links=(TO_AUTHORITY,),
)  # fmt: skip

TABLES = (
    RATINGS, AUTHORITIES, SUCCESSIONS, INSPECTIONS, VISITS, EVENTS, NEIGHBOURS, DISCREPANCIES,
)  # fmt: skip
BY_NAME = {table.name: table for table in TABLES}
