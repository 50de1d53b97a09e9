"""What was read of a visit, between which days the record is complete, pages at Ofsted."""

from datetime import date

from django.db import migrations, models

LISTING_PAGE = "https://reports.ofsted.gov.uk/provider/44/{ofsted_urn}"


def fill(apps, schema_editor):
    """What the new columns hold for rows that the record was shipped with."""

    def rows(model):
        return apps.get_model("ratings", model).objects

    rows("InspectionKind").filter(key__in=["focused-visit", "monitoring-visit"]).update(
        asks_direction=True
    )
    rows("Source").filter(key="listing").update(authority_page=LISTING_PAGE)
    rows("Completeness").filter(kind="visits").update(basis="begun")
    rows("Completeness").filter(kind="visits", last_day__gte=date(2021, 4, 1)).update(
        first_day=date(2021, 4, 1)
    )


BASIS = models.CharField(
    choices=[("published", "published"), ("begun", "begun")],
    default="published",
    help_text="Whether all that was published between the two days is here, or all that began.",
    max_length=10,
    verbose_name="counted by the day",
)
FIRST_DAY = models.DateField(
    blank=True,
    help_text="Empty: from the beginning of the record.",
    null=True,
    verbose_name="complete from",
)
LAST_DAY = models.DateField(
    help_text="Move it when everything up to a later day has been entered: sentences made to be "
    "quoted say it.",
    verbose_name="complete to",
)
DIRECTION_READ = models.CharField(
    blank=True,
    choices=[("letter", "the letter"), ("account", "an account of it")],
    help_text="Needed where the letter states no direction; else nobody has read it yet.",
    max_length=10,
    verbose_name="what was read",
)
ASKS_DIRECTION = models.BooleanField(
    default=False,
    help_text="Whether its letter is read for improvement or decline. Joint inspections answer "
    "another question.",
    verbose_name="asked for a direction",
)
AUTHORITY_PAGE = models.CharField(
    blank=True,
    help_text="Where the source has a page for each authority. {ofsted_urn} stands for its number.",
    max_length=200,
    verbose_name="address of an authority's page",
)


def of_both(name, change):
    """The same operation for a model and for its history."""
    return [change(name), change(f"historical{name}")]


class Migration(migrations.Migration):
    dependencies = [("ratings", "0005_versions")]

    operations = [
        *of_both("completeness", lambda model: migrations.RenameField(model, "day", "last_day")),
        *of_both("completeness", lambda model: migrations.AlterField(model, "last_day", LAST_DAY)),
        *of_both("completeness", lambda model: migrations.AddField(model, "basis", BASIS)),
        *of_both("completeness", lambda model: migrations.AddField(model, "first_day", FIRST_DAY)),
        migrations.AddConstraint(
            model_name="completeness",
            constraint=models.CheckConstraint(
                condition=models.Q(first_day__isnull=True)
                | models.Q(last_day__gte=models.F("first_day")),
                name="completeness_ends_after_it_begins",
                violation_error_message="The last day is before the first: correct one.",
            ),
        ),
        *of_both(
            "inspectionkind",
            lambda model: migrations.AddField(model, "asks_direction", ASKS_DIRECTION),
        ),
        *of_both(
            "source", lambda model: migrations.AddField(model, "authority_page", AUTHORITY_PAGE)
        ),
        *of_both(
            "inspection",
            lambda model: migrations.AddField(model, "direction_read", DIRECTION_READ),
        ),
        migrations.RemoveConstraint("inspection", "inspection_direction_has_a_source"),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(direction="", direction_read="")
                | ~models.Q(direction_source_url=""),
                name="inspection_direction_has_a_source",
                violation_error_message="Give the address where the direction was read, or that "
                "none is stated.",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
