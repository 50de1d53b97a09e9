"""What lets an answer be shown on another site: these headers, for these addresses only."""

from __future__ import annotations

import base64
import hashlib

from django.http import HttpResponse

NOTHING = "default-src 'none'"


def for_other_sites(
    response: HttpResponse, *, style: str = "", framed: bool = False
) -> HttpResponse:
    """Let other sites show a picture, or (`framed`) a page in a frame.

    Its policy allows nothing but the one style element that it carries (`style` is its exact
    content): no script, no file, no form. Readable across origins, as it holds nothing but
    what is public.
    """
    rules = [NOTHING, "base-uri 'none'", "form-action 'none'"]
    rules.append("frame-ancestors *" if framed else "frame-ancestors 'none'")
    if style:
        rules.append(f"style-src '{_digest(style)}'")
    response.headers["Content-Security-Policy"] = "; ".join(rules)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.xframe_options_exempt = framed
    return response


def _digest(style: str) -> str:
    """The hash by which a policy knows a style element."""
    return f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"
