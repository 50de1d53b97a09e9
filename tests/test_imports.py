"""Whichever module is asked for first, it can be had: no two wait for one another."""

import subprocess
import sys

import pytest

from tests.test_architecture import PLAIN, ROOT, files, room_of

ONE_BY_ONE = """
import importlib, os, sys
for dotted in sys.argv[1:]:
    child = os.fork()
    if not child:
        importlib.import_module(dotted)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        print(dotted)
"""
"""Each in a process that has not imported the others; prints those that fail."""

SET_UP = "import django; django.setup()"


def modules(*, plain: bool) -> list[str]:
    paths = [path for path in files() if (room_of(path) in PLAIN) is plain]
    dotted = (".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths)
    return [name.removesuffix(".__init__") for name in dotted if ".migrations." not in name]


@pytest.mark.parametrize(
    ("before", "plain"), [("", True), (SET_UP, False)], ids=["plain", "django"]
)
def test_every_module_can_be_imported_first(before: str, plain: bool) -> None:
    names = modules(plain=plain)
    command = [sys.executable, "-c", before + ONE_BY_ONE, *names]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert found.stdout == "", found.stderr
    assert found.returncode == 0
    assert len(names) > 50
