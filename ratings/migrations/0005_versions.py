"""Every version that the data had is kept; the one it has now is the first of them."""

from django.db import migrations, models


def keep_current(apps, schema_editor):
    """What the data version is now; those before it were not written down."""
    entry = apps.get_model("ratings", "VersionEntry")
    for row in apps.get_model("ratings", "DataVersion").objects.filter(number__gt=0):
        entry.objects.create(number=row.number, moved_at=row.changed_at)


class Migration(migrations.Migration):
    dependencies = [("ratings", "0004_imports")]

    operations = [
        migrations.CreateModel(
            name="VersionEntry",
            fields=[
                (
                    "number",
                    models.PositiveBigIntegerField(
                        primary_key=True, serialize=False, verbose_name="version"
                    ),
                ),
                ("moved_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "version of the data",
                "verbose_name_plural": "versions of the data",
                "ordering": ["-number"],
            },
        ),
        migrations.RunPython(keep_current, migrations.RunPython.noop),
    ]
