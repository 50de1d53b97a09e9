"""Two roles as groups: keepers enter, reviewers publish.

What each may do is said in `ratings/admin/roles.py` and granted after every `migrate`, for
the permissions of a new database, and of models that come later, do not exist yet here.
"""

from django.db import migrations


def make_groups(apps, schema_editor):
    for name in ("keeper", "reviewer"):
        apps.get_model("auth", "Group").objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("ratings", "0001_record"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
