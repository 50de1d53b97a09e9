#!/usr/bin/env python
"""Run one of the project's commands: `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    """Point Django at the project's settings and hand the command line on."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ratings.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
