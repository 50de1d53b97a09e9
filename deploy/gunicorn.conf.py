"""How gunicorn runs the site: `gunicorn --config deploy/gunicorn.conf.py ratings.wsgi:application`.

BIND (an address and port, or unix:/path) and WORKERS come from the environment; so do LOG_LEVEL
and LOG_FORMAT, as for the site. Requests are logged by the site itself, one line each, with an id;
gunicorn adds what never reaches it: requests that are none, workers that come and go.
"""

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ratings.env import choice, text, whole_number  # noqa: E402
from ratings.logs import logging_config  # noqa: E402

chdir = str(ROOT)
bind = text("BIND", "127.0.0.1:8000")
workers = whole_number("WORKERS", 2, least=1, most=64)
worker_class = "sync"
timeout = 60
graceful_timeout = 30
keepalive = 5

# A worker is replaced now and then, not all at once: memory that leaks does not pile up.
max_requests = 20_000
max_requests_jitter = 2_000

# What a proxy has passed on is small; what it has not is not believed.
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
# Only Django decides whether a request came by HTTPS (TRUST_PROXY_HEADER), not gunicorn.
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""

# Heartbeats in memory, where the system has it: a slow disk is no reason to kill a worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True

accesslog = None
logconfig_dict = logging_config(
    choice("LOG_FORMAT", "json", ("json", "text")),
    choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
)


FRAME = 40_000
"""Places in a frame: 312 kB, so that Python fetches half a megabyte for it and what it calls."""


def post_worker_init(worker: Any) -> None:
    """Two habits of Python that cost a large page up to half of its time are put right.

    What was loaded to begin with stays: the collector of cycles need not look at it again and
    again, while a page makes tens of thousands of objects and throws all of them away.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    worker.run = with_room(worker.run)


def with_room(call: Callable[[], None]) -> Callable[[], None]:
    """The same, run from a frame so large that the frames of everything it calls lie beside it.

    Python keeps frames in pieces of 16 kB, fetched from the system and given back. Where a page
    is made at a depth that ends such a piece, that was done for each call beyond it: 6,600 times
    for one table, more than half of its CPU time. (A piece is as large as its first frame needs.)
    """

    def run() -> None:
        call()

    run.__code__ = run.__code__.replace(co_stacksize=FRAME)
    return run
