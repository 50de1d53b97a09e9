"""The decorator of public pages: which parameters they accept, and that they are cacheable."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.views.decorators.http import require_safe

from ratings.forms import VERSION
from ratings.views.errors import ParameterError
from ratings.views.versioned_links import pop_version_param

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], R]


def public_view(
    *parameters: str, repeated: Collection[str] = ()
) -> Callable[[View[P, R]], View[P, R]]:
    """Declare the query parameters of a page and make its response cacheable.

    `@public_view("as_at", "known_by", "authority", repeated={"authority"})`

    - Another parameter, or one given twice that is not in `repeated`, raises
      `ParameterError`, which the middleware answers with a 400.
    - Only GET and HEAD are allowed.
    - The response is marked: `HttpCacheMiddleware` caches it, byte for byte, until the
      data, the day or the code changes, and answers 304 to a client that has it. So it
      may depend on nothing but the URL, the data and the day: not on the user, and
      not on the order of parameters. A blank parameter means the same as one left out.
    - Every page, but no URL of data, accepts `version=12` too (`views.versioned_links`).
    """
    known = (*parameters, *(name for name in repeated if name not in parameters))

    def decorate(view: View[P, R]) -> View[P, R]:
        @require_safe
        @wraps(view)
        def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if VERSION not in known and request.path.endswith("/"):
                request.seen = pop_version_param(request)  # type: ignore[attr-defined]
            check_parameters(request.GET, known, repeated)
            request.parameters = known  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
            response.public_page = True  # type: ignore[attr-defined]
            return response

        page.csrf_exempt = True  # type: ignore[attr-defined]  # a page that only reads: 405, not 403
        page.parameters = known  # type: ignore[attr-defined]
        return page

    return decorate


def check_parameters(query: QueryDict, known: Collection[str], repeated: Collection[str]) -> None:
    """Raise `ParameterError` for the first parameter that is unknown or given twice."""
    for name, values in query.lists():
        value = str(values[-1]) if values else ""
        if name not in known:
            raise ParameterError.unknown(name, value, known)
        if len(values) > 1 and name not in repeated:
            raise ParameterError.twice(name, value)
