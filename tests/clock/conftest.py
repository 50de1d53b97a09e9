"""Who works in the admin."""

from tests.admin.conftest import keeper, reviewer, told  # noqa: F401
