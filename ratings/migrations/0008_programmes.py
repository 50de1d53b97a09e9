"""Programmes and scales as rows: every framework so far is of children's services, and the grades
of each become a scale. What was a programme (`sif`, `ilacs`, …) is a
group of frameworks."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

SCALES = {
    "adequate": ("four-grades-2009", "Four grades, to 2013"),
    "requires-improvement": ("four-grades-2013", "Four grades, since 2013"),
}
"""The key and name of a scale by its third grade."""


def fill(apps, schema_editor):
    def rows(model):
        return apps.get_model("ratings", model).objects

    if not rows("Framework").exists():
        return
    programme = rows("Programme").create(
        key="childrens-services", name="Children’s services", order=1,
        inspected="A council’s services for children in need of help and protection, children in"
        " care and care leavers.",
    )  # fmt: skip
    rows("Framework").update(programme=programme)
    rows("HistoricalFramework").update(programme_id=programme.pk)
    found = {}
    for framework in rows("Framework").order_by("first_day", "code"):
        grades = tuple(framework.grades.order_by("position", "key"))
        if not grades:
            continue
        if grades not in found:
            named = [SCALES[g.key] for g in grades if g.key in SCALES]
            key, name = named[0] if len(named) == 1 and len(grades) == 4 else (None, None)
            if key is None or rows("Scale").filter(key=key).exists():
                key, name = f"scale-{framework.code}"[:40].strip("-"), framework.short_name
            found[grades] = rows("Scale").create(key=key, name=name, order=len(found) + 1)
            found[grades].grades.set(grades)
        scale = found[grades]
        rows("Framework").filter(pk=framework.pk).update(scale=scale)
        rows("HistoricalFramework").filter(id=framework.pk).update(scale_id=scale.pk)
    earlier = rows("Scale").filter(key="four-grades-2009").first()
    rows("Scale").filter(key="four-grades-2013").update(
        earlier=earlier, difference="Ofsted raised the bar between them" if earlier else ""
    )
    check_now(schema_editor)


def empty(apps, schema_editor):
    """Give each framework its grades back."""
    for framework in apps.get_model("ratings", "Framework").objects.select_related("scale"):
        framework.grades.set(framework.scale.grades.all() if framework.scale else ())
    check_now(schema_editor)


def check_now(schema_editor):
    """PostgreSQL changes no table while references to its rows are still to be checked."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def key(**options):
    return models.CharField(
        max_length=40,
        validators=[
            django.core.validators.RegexValidator(
                "^[a-z0-9]+(-[a-z0-9]+)*\\Z", "Use lower-case letters, digits and single hyphens."
            )
        ],
        **options,
    )


def reference(to, related_name, **options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name,
        to=f"ratings.{to}", **options,
    )  # fmt: skip


def past(to, **options):
    """A reference of a row of history, to what may be gone."""
    return models.ForeignKey(
        blank=True, db_constraint=False, null=True,
        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=f"ratings.{to}",
        **options,
    )  # fmt: skip


def history(name, *fields):
    return migrations.CreateModel(
        name=f"Historical{name.capitalize()}",
        fields=[
            (
                "id",
                models.BigIntegerField(
                    auto_created=True, blank=True, db_index=True, verbose_name="ID"
                ),
            ),
            ("key", key(db_index=True)),
            *fields,
            ("history_change_reason", models.TextField(null=True)),
            ("history_id", models.AutoField(primary_key=True, serialize=False)),
            ("history_date", models.DateTimeField(db_index=True)),
            (
                "history_type",
                models.CharField(
                    choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                ),
            ),
            (
                "history_user",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": f"historical {name}",
            "verbose_name_plural": f"historical {name}s",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    )  # fmt: skip


ID = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)
NAME = ("name", models.CharField(max_length=80))
ORDER = ("order", models.PositiveSmallIntegerField(default=0))
INSPECTED = ("inspected", models.TextField(blank=True, verbose_name="what is inspected"))
DIFFERENCE = (
    "difference",
    models.CharField(
        blank=True,
        help_text="Follows two grades, one of each scale, and a colon: “Ofsted raised the bar"
        " between them”.",
        max_length=200,
        verbose_name="why the two are not one",
    ),
)
BEFORE = {"verbose_name": "scale before it"}
NO_SCALE = {"help_text": "Empty: its result is a letter without grades."}
GROUP = key(
    blank=True,
    help_text="Frameworks of one group can be asked for together. Empty: its own code.",
)


class Migration(migrations.Migration):
    dependencies = [
        ("ratings", "0007_public_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("framework", "programme", "group"),
        migrations.RenameField("historicalframework", "programme", "group"),
        migrations.RenameField("publishedfigure", "programme", "group"),
        migrations.RenameField("historicalpublishedfigure", "programme", "group"),
        migrations.AlterField("framework", "group", GROUP),
        migrations.AlterField("historicalframework", "group", GROUP),
        migrations.CreateModel(
            name="Programme",
            fields=[ID, ("key", key(unique=True)), NAME, INSPECTED, ORDER],
            options={"ordering": ["order", "key"]},
        ),
        history("programme", NAME, INSPECTED, ORDER),
        migrations.CreateModel(
            name="Scale",
            fields=[
                ID,
                ("key", key(unique=True)),
                NAME,
                ORDER,
                ("grades", models.ManyToManyField(related_name="scales", to="ratings.grade")),
                ("earlier", reference("scale", "later", null=True, blank=True, **BEFORE)),
                DIFFERENCE,
            ],
            options={"ordering": ["order", "key"]},
        ),
        history("scale", NAME, ORDER, ("earlier", past("scale", **BEFORE)), DIFFERENCE),
        migrations.CreateModel(
            name="HistoricalScale_grades",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                ("grade", past("grade", db_tablespace="")),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING,
                        to="ratings.historicalscale",
                    ),
                ),
                ("scale", past("scale", db_tablespace="")),
            ],
            options={"verbose_name": "HistoricalScale_grades"},
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField("framework", "programme", reference("programme", "frameworks", null=True)),
        migrations.AddField("historicalframework", "programme", past("programme")),
        migrations.AddField(
            "framework", "scale", reference("scale", "frameworks", null=True, blank=True, **NO_SCALE)
        ),
        migrations.AddField("historicalframework", "scale", past("scale", **NO_SCALE)),
        migrations.RunPython(fill, empty),
        migrations.AlterField("framework", "programme", reference("programme", "frameworks")),
        migrations.RemoveField("framework", "grades"),
        migrations.DeleteModel("HistoricalFramework_grades"),
    ]  # fmt: skip
