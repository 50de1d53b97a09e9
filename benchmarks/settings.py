"""The site's settings as it is deployed, with static files of its own and a fixed day."""

import os
from datetime import date
from pathlib import Path

from ratings.settings import *  # noqa: F403
from ratings.settings import WHITENOISE_SKIP_COMPRESS_EXTENSIONS as SKIPPED

STATIC_ROOT = Path(os.environ["BENCHMARK_STATIC"])
STATICFILES_DIRS = []
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*SKIPPED, "js")
"""The stylesheet is measured; packing scripts takes half a minute."""

RATINGS_TODAY = date(2026, 9, 1)
"""The day on which the pages are made: what they show must not depend on when they are timed."""
