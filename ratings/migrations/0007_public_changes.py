"""What readers are told of changes is written down when it happens; until now, once from the log."""

from django.db import migrations, models

from ratings.migrations._public_changes import fill

KINDS = [
    ("entered", "entered"),
    ("corrected", "corrected"),
    ("withdrawn", "withdrawn"),
    ("cited", "cited in addition"),
    ("disputed", "disputed"),
    ("settled", "settled"),
]


class Migration(migrations.Migration):
    dependencies = [("ratings", "0006_second_edition")]

    operations = [
        migrations.AddField("versionentry", "also", models.JSONField(default=dict, null=True)),
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("when", models.DateTimeField()),
                ("version", models.PositiveBigIntegerField()),
                ("subject_kind", models.CharField(max_length=20)),
                ("subject_pk", models.PositiveBigIntegerField()),
                ("subject_key", models.CharField(blank=True, max_length=120)),
                ("title", models.CharField(max_length=400)),
                ("authority_pk", models.PositiveBigIntegerField()),
                ("authority_slug", models.CharField(max_length=80)),
                ("authority_name", models.CharField(max_length=120)),
                ("predecessor_pk", models.PositiveBigIntegerField(null=True)),
                ("begun", models.DateField(null=True)),
                ("known", models.DateField(null=True)),
                ("what", models.CharField(blank=True, max_length=200)),
                ("old", models.TextField(blank=True)),
                ("new", models.TextField(blank=True)),
                ("why", models.TextField()),
                ("who", models.TextField()),
                ("name", models.CharField(blank=True, max_length=400)),
                ("facts", models.JSONField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["when"], name="change_by_time"),
                    models.Index(fields=["version"], name="change_by_version"),
                    models.Index(fields=["kind", "-id"], name="change_of_kind"),
                    models.Index(fields=["authority_pk", "-id"], name="change_of_authority"),
                    models.Index(
                        fields=["subject_kind", "subject_pk", "-id"], name="change_of_subject"
                    ),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]
