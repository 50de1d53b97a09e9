"""A worker's memory is set right when it starts: frames have room, what was loaded is left."""

import subprocess
import sys

import pytest
from django.conf import settings

COUNTING = """
import gc, resource, runpy

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def leaf():
    return 0

leaf.__code__ = leaf.__code__.replace(co_stacksize=60)  # larger than a step of the depth

def fetched_at(depth):
    if depth:
        return fetched_at(depth - 1)
    before = faults()
    for _ in range(1000):
        leaf()
    return faults() - before

class Worker:
    def run(self):
        self.worst = max(fetched_at(depth) for depth in range(400))

worker = Worker()
if {set_right}:
    runpy.run_path("deploy/gunicorn.conf.py")["post_worker_init"](worker)
worker.run()
print(worker.worst, gc.get_freeze_count(), gc.get_threshold()[0])
"""


def counted(set_right: bool) -> list[int]:
    """Pages of memory fetched for a thousand calls at the worst depth; what the collector skips."""
    program = COUNTING.replace("{set_right}", str(set_right))
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(word) for word in done.stdout.split()]


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="about CPython's memory")
def test_no_depth_of_calls_fetches_its_memory_anew_for_each_call() -> None:
    worst, frozen, threshold = counted(set_right=True)
    assert worst < 500
    assert frozen > 1000
    assert threshold == 20_000


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="another Python may do it otherwise")
def test_without_that_some_depth_does() -> None:
    worst, frozen, _ = counted(set_right=False)
    assert worst > 900  # once for each call, or nearly
    assert frozen == 0
