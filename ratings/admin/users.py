"""Accounts, roles and refused sign-ins: for administrators."""

from __future__ import annotations

from axes.admin import AccessAttemptAdmin
from axes.models import AccessAttempt
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from ratings.admin.site import desk

desk.register(User, UserAdmin)
desk.register(Group, GroupAdmin)
desk.register(AccessAttempt, AccessAttemptAdmin)
