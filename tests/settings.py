"""The site's settings, as tests need them: nothing of this machine, nothing slow."""

import os
from datetime import date

# A key of its own: a test run makes no secret outside the repository.
os.environ.setdefault("SECRET_KEY", "only-for-tests-0123456789-0123456789-0123456789")

from ratings.settings import *  # noqa: F403

DEBUG = False
RATINGS_TODAY = date(2026, 9, 1)
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Whether or not `make run` has collected them here: the browser's tests find them at their places.
STATIC_ROOT = None

IMPORTS_IN_PROCESS = True
