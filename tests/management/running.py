"""How the tests run a command and read what it says."""

import json
from io import StringIO
from typing import Any

from django.core.management import call_command


def run(command: str, *arguments: Any) -> tuple[int, str, str]:
    """The exit code of a command, what it says and what it says is wrong."""
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command(command, *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as done:
        code = int(str(done.code))
    return code, out.getvalue(), err.getvalue()


def objects(out: str) -> list[dict[str, Any]]:
    """What was said as JSON, an object a line."""
    return [json.loads(line) for line in out.splitlines()]
