"""Who works in the admin."""

from tests.admin.conftest import keeper, read_before, reviewer, told  # noqa: F401
