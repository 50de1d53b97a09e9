"""A site of its own for the tests of what stands around the views."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def templates(settings: Settings, tmp_path: Path) -> Path:
    """A folder of templates in place of the site's own, empty at first."""
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path], "APP_DIRS": False}]
    return tmp_path
