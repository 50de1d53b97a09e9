"""What readers were told of changes until now, written down once from the keepers' log.

What one person wrote of a subject for one reason in one version of the data counts as one change;
where versions of the data were not kept yet, each within a minute of the one before. The log does
not say the roles of then, nor the names of accounts that were deleted: that is said in words.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from datetime import date, timedelta

from ratings.rules.dates import PartialDate, day_in_words

FIRST_RECORDED = "as first recorded"
AS_OF_NOW = "{} (role as of the change to this release)"
TOGETHER = timedelta(minutes=1)
AGAIN, WHILE_WITHDRAWN = "published again", "changed while it was withdrawn"
NO_REASON, NOT_RECORDED, NOTHING = "no reason was given", "not recorded", "nothing"
UNTOLD = {"id", "inspection", "area"}
DECIDED = {"chosen", "why", "status"}
CITATION = {"sources", "strength of evidence"}
COUNTED = (
    "alias", "formercode", "neighbour", "source", "completeness", "framework", "judgementarea",
    "arealink", "grade", "inspectionkind", "headingalias", "publishedfigure",
)  # fmt: skip
WORDS = {
    "authority": "name", "framework": "name", "inspectionkind": "name", "grade": "word",
    "judgementarea": "short_name", "source": "title",
}  # fmt: skip
CHUNK = 300


def fill(apps, schema_editor):
    """Write a row for each change that was told, and count those of names and rules."""
    entries = list(apps.get_model("ratings", "VersionEntry").objects.order_by("moved_at"))
    if not entries:
        return
    log = Log(apps, entries)
    found = [*log.of_inspections()]
    for name in ("event", "authority", "succession"):
        found += log.of_others(name)
    found += log.of_others("discrepancy")
    model = apps.get_model("ratings", "PublicChange")
    rows = sorted(found, key=lambda row: row["when"])
    for row in rows:
        row["version"] = log.entry_of(row["when"]).number
    model.objects.bulk_create([model(**row) for row in rows], batch_size=200)
    for name in COUNTED:
        history = apps.get_model("ratings", f"historical{name}").objects
        told = history.exclude(history_change_reason=FIRST_RECORDED)
        for when in told.values_list("history_date", flat=True):
            entry = log.entry_of(when)
            entry.also = dict(Counter(entry.also or {}) + Counter([name]))
    for entry in entries:
        if entry.also:
            entry.save()


class Log:
    """The keepers' log, read as what the public saw."""

    def __init__(self, apps, entries):
        self.apps, self.entries = apps, entries
        self.moved = [entry.moved_at for entry in entries]
        self.words = {
            name: dict(self.model(name).objects.values_list("pk", column))
            for name, column in WORDS.items()
        }
        self.slugs = dict(self.model("authority").objects.values_list("pk", "slug"))
        self.people = self.authors()
        self.public = defaultdict(list)
        """By inspection: since when it is public or not, and by whom."""

    def model(self, name):
        return self.apps.get_model("ratings", name)

    def entry_of(self, when):
        """The version of the data to which what was written then belongs."""
        return self.entries[min(bisect_left(self.moved, when), len(self.moved) - 1)]

    def authors(self):
        """Role and name of each account, as they are now."""
        groups = defaultdict(list)
        user = self.apps.get_model("auth", "User")
        for pk, name in user.groups.through.objects.values_list("user_id", "group__name"):
            groups[pk].append(name.lower())
        found = {None: (NOT_RECORDED, "")}
        for row in user.objects.all():
            plain = "administrator" if row.is_superuser else "keeper"
            who = " and ".join(sorted(groups[row.pk])) or plain
            name = f"{row.first_name} {row.last_name}".strip() or row.username
            found[row.pk] = (AS_OF_NOW.format(who), name)
        return found

    # --- versions ---

    def versions(self, name, column, pks):
        """The versions of rows, the oldest first, each with what it says."""
        history, model = self.model(f"historical{name}"), self.model(name)
        rows = list(history.objects.filter(**{f"{column}__in": pks}).order_by("history_id"))
        cited = defaultdict(list)
        if name in ("inspection", "rating"):
            kept = self.model(f"historical{name}_sources").objects
            of_rows = kept.filter(**{f"history__{column}__in": pks})
            for pk, source in of_rows.values_list("history_id", "source_id"):
                cited[pk].append(source)
        return [(row, self.values(model, row, cited.get(row.history_id, ()))) for row in rows]

    def values(self, model, row, sources):
        found = {}
        for field in model._meta.concrete_fields:
            if getattr(field, "generated", False) or field.name in UNTOLD:
                continue
            kept = shown = getattr(row, field.attname)
            if field.is_relation and kept is not None:
                shown = self.words[field.related_model._meta.model_name].get(kept, NOT_RECORDED)
            elif field.choices:
                shown = dict(field.flatchoices).get(shown, shown)
            kept = kept if isinstance(kept, int | str | None) else str(kept)
            found[str(field.verbose_name)] = (kept, in_words(shown))
        if model._meta.many_to_many:
            titles = ", ".join(sorted(self.words["source"].get(pk, NOT_RECORDED) for pk in sources))
            found["sources"] = (sorted(sources), in_words(titles))
        return found

    def live(self, name, column, pks):
        """What rows say that have no history: they never changed."""
        model, history = self.model(name), self.model(f"historical{name}")
        known = history.objects.filter(**{f"{column}__in": pks}).values("id")
        rows = list(model.objects.filter(**{f"{column}__in": pks}).exclude(pk__in=known))
        cited = defaultdict(list)
        through = model.sources.through.objects.filter(**{f"{name}__in": [r.pk for r in rows]})
        for pk, source in through.values_list(f"{name}_id", "source_id"):
            cited[pk].append(source)
        return [(row, self.values(model, row, cited[row.pk])) for row in rows]

    def steps(self, writes):
        """Versions of a subject that were written together, the oldest first."""
        found = []
        for write in sorted(writes, key=lambda write: write[1].history_date):
            if found and self.is_with(found[-1][-1][1], write[1]):
                found[-1].append(write)
            else:
                found.append([write])
        return found

    def is_with(self, earlier, later):
        same = earlier.history_user_id == later.history_user_id
        reasons = {row.history_change_reason or "" for row in (earlier, later)}
        first, second = (self.entry_of(row.history_date) for row in (earlier, later))
        near = later.history_date - earlier.history_date <= TOGETHER
        is_kept = second is not self.entries[0]
        return same and len(reasons) == 1 and (first is second if is_kept else near)

    # --- inspections ---

    def of_inspections(self):
        own = self.model("historicalinspection").objects.values_list("id", flat=True)
        rated = self.model("historicalrating").objects.values_list("inspection_id", flat=True)
        pks = sorted({*own.order_by().distinct(), *rated.order_by().distinct()})
        for start in range(0, len(pks), CHUNK):
            yield from self.chunk(pks[start : start + CHUNK])

    def chunk(self, pks):
        base, writes = defaultdict(dict), defaultdict(list)
        for name, column in (("inspection", "id"), ("rating", "inspection_id")):
            for row, values in self.live(name, column, pks):
                pk, part = self.place(name, row)
                base[pk][part] = (row, values)
            for row, values in self.versions(name, column, pks):
                pk, part = self.place(name, row)
                if row.history_change_reason == FIRST_RECORDED:
                    base[pk][part] = (row, values)
                else:
                    writes[pk].append((part, row, values))
        for pk in pks:
            yield from self.inspection(pk, base[pk], writes[pk])

    @staticmethod
    def place(name, row):
        return (row.inspection_id, str(row.area_id)) if name == "rating" else (row.id, "")

    def inspection(self, pk, parts, writes):
        state, withdrawn = self.state(parts), None
        self.public[pk].append((None, state is not None, None))
        for step in self.steps(without_falls(writes)):
            for part, row, values in step:
                parts = parts | {part: (row, values)}
                if row.history_type == "-":
                    del parts[part]
            after, by = self.state(parts), self.by(step)
            about = self.about_inspection(state, after)
            yield from self.told("inspection", pk, about, by, state, after, withdrawn)
            if (state is None) != (after is None):
                self.public[pk].append((by["when"], after is not None, by))
                withdrawn = state[1] if after is None else None
            state = after

    def state(self, parts):
        """The row and the facts that the public sees; None: nothing."""
        own = parts.get("")
        if own is None or own[0].status != "published":
            return None
        facts = {"": ("", own[1])}
        for part, (_, values) in parts.items():
            if part:
                name = self.words["judgementarea"].get(int(part), NOT_RECORDED)
                facts[part] = (f"{name}: ", values)
        return own[0], facts

    def about_inspection(self, before, after):
        rows = [state[0] for state in (after, before) if state]
        if not rows:
            return {}
        row = rows[0]
        shown = PartialDate(row.start_date or row.published, row.start_precision or "day")
        kind = self.words["inspectionkind"].get(row.kind_id, NOT_RECORDED)
        days = [(r.start_date or r.published, r.published or r.start_date) for r in rows]
        return {
            "subject_key": row.key, "title": f"{kind}, {shown.in_words()}",
            "begun": min(day for day, _ in days), "known": min(day for _, day in days),
            **self.authority(row.authority_id),
        }  # fmt: skip

    def authority(self, pk):
        name = self.words["authority"].get(pk, NOT_RECORDED)
        return {"authority_pk": pk, "authority_slug": self.slugs.get(pk, ""),
                "authority_name": name}  # fmt: skip

    # --- everything else ---

    def of_others(self, name):
        history = self.model(f"historical{name}").objects
        pks = sorted(set(history.values_list("id", flat=True)))
        for start in range(0, len(pks), CHUNK):
            found = self.versions(name, "id", pks[start : start + CHUNK])
            by_row = defaultdict(list)
            for row, values in found:
                by_row[row.id].append(("", row, values))
            for pk, writes in by_row.items():
                yield from self.other(name, pk, writes)

    def other(self, name, pk, writes):
        firsts = [w for w in writes if w[1].history_change_reason == FIRST_RECORDED]
        state = (firsts[0][1], {"": ("", firsts[0][2])}) if firsts else None
        withdrawn = None
        for step in self.steps([write for write in writes if write not in firsts]):
            _, row, values = step[-1]
            after = None if row.history_type == "-" else (row, {"": ("", values)})
            by = self.by(step)
            if name == "discrepancy" and row.inspection_id and after:
                opened = self.opened(row.inspection_id, by)
                if opened is None:
                    continue
                by = opened
            about = self.about(name, state, after)
            yield from self.told(name, pk, about, by, state, after, withdrawn)
            withdrawn = state[1] if state and not after else None
            state = after

    def opened(self, inspection, by):
        """Who made it public: whoever wrote it, or published what it is about for the first time
        afterwards; None: nobody."""
        spans = self.public.get(inspection)
        if spans is None:
            rows = self.model("inspection").objects.filter(pk=inspection, status="published")
            return by if rows.exists() else None
        then = [is_public for when, is_public, _ in spans if when is None or when <= by["when"]]
        if then[-1]:
            return by
        later = [teller for when, is_public, teller in spans if is_public and when]
        return later[0] if len(then) == 1 and later else None

    def about(self, name, before, after):
        rows = [state[0] for state in (after, before) if state]
        if not rows:
            return {}
        row = rows[0]
        if name == "authority":
            return {"subject_key": row.slug, "title": "the authority itself", "authority_pk": row.id,
                    "authority_slug": row.slug, "authority_name": row.name}  # fmt: skip
        if name == "event":
            when = PartialDate(row.start_date, row.start_precision).in_words()
            return {"title": f"event, {when}: {row.title}",
                    "begun": min(r.start_date for r in rows),
                    **self.authority(row.authority_id)}  # fmt: skip
        if name == "discrepancy":
            log = self.model("historicalinspection").objects.filter(id=row.inspection_id)
            found = self.model("inspection").objects.filter(pk=row.inspection_id).first()
            found = found or log.order_by("history_id").last()
            begun = found and (found.start_date or found.published)
            return {"title": f"discrepancy on {row.field}", "begun": begun,
                    "known": found and (found.published or found.start_date),
                    **self.authority(row.authority_id)}  # fmt: skip
        kinds = dict(self.model("succession")._meta.get_field("kind").flatchoices)
        before_it = self.authority(row.predecessor_id)["authority_name"]
        about = self.authority(row.successor_id)
        return {"title": f"succession to {before_it}, {kinds.get(row.kind, row.kind)}",
                "subject_key": about["authority_slug"], "predecessor_pk": row.predecessor_id,
                **about}  # fmt: skip

    # --- rows ---

    def by(self, step):
        """Who made a step, when and why."""
        row = step[-1][1]
        who, name = self.people.get(row.history_user_id, (NOT_RECORDED, ""))
        return {"when": row.history_date, "who": who, "name": name,
                "why": row.history_change_reason or ""}  # fmt: skip

    def told(self, name, pk, about, by, before, after, withdrawn):
        """The rows of a step, those that are to be read first last."""
        then, now = (state[1] if state else None for state in (before, after))
        rows, since = [], then or withdrawn
        if now is None:
            rows += [("withdrawn", "", "", "")] if then else []
        elif name == "discrepancy":
            rows += of_dispute(since, now)
        elif then is None:
            rows += [("entered", AGAIN if withdrawn else "", "", "")]
        if now and since:
            rows += differences(since, now)
        for kind, what, old, new in reversed(rows):
            is_later = then is None and withdrawn and kind != "entered"
            why = by["why"] or (WHILE_WITHDRAWN if is_later else NO_REASON)
            facts = then if kind == "withdrawn" else None
            yield {"kind": kind, "subject_kind": name, "subject_pk": pk, "what": what, "old": old,
                   "new": new, "facts": facts, **by, "why": why, **about}  # fmt: skip


def without_falls(writes):
    """Grades that went with their inspection, which was deleted, are not told one by one."""
    deleted = [row.history_date for part, row, _ in writes if not part and row.history_type == "-"]
    for part, row, values in writes:
        is_fall = part and row.history_type == "-"
        went = any(timedelta(0) <= when - row.history_date <= TOGETHER for when in deleted)
        if not (is_fall and went):
            yield part, row, values


def of_dispute(before, after):
    then, now = before[""][1] if before else {}, after[""][1]
    if then.get("status", [""])[0] == now["status"][0]:
        return []
    if now["status"][0] == "open":
        return [("disputed", "opened", then["chosen"][0] if then else "", "open")]
    return [("settled", "settled", "open" if then else "", now["chosen"][0])]


def differences(before, after):
    for part in before | after:
        prefix = (before | after)[part][0]
        old, new = (facts[part][1] if part in facts else {} for facts in (before, after))
        if not (old and new):
            if grade(old) != grade(new):
                yield "corrected", f"{prefix}grade", grade(old), grade(new)
            continue
        changed = [label for label in new if new[label][0] != old[label][0]]
        if "status" in changed:
            changed = [label for label in changed if label not in DECIDED]
        is_cited = "sources" in changed and CITATION.issuperset(changed)
        is_cited = is_cited and set(old["sources"][0]) < set(new["sources"][0])
        kind = "cited" if is_cited else "corrected"
        yield from ((kind, prefix + label, old[label][1], new[label][1]) for label in changed)


def grade(values):
    if not values:
        return NOTHING
    return values["grade" if values["grade"][0] else "why there is no grade"][1]


def in_words(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day_in_words(value)
    return str(value) if value not in (None, "") else NOTHING
