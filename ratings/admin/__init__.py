"""Django admin, where keepers create, check and correct the published data."""

from django.apps import apps

from ratings.admin import authorities, frameworks, imports, inspections, ratings, roles, sources
from ratings.admin.roles import grant_after_migrate
from ratings.admin.site import admin_site

grant_after_migrate(apps.get_app_config("ratings"))

__all__ = [
    "admin_site",
    "authorities",
    "frameworks",
    "imports",
    "inspections",
    "ratings",
    "roles",
    "sources",
]
