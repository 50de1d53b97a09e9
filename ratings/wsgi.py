"""The door by which a web server (gunicorn) enters: `ratings.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ratings.settings")

application = get_wsgi_application()
