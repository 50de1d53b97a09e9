"""The API: read only, versioned, described by OpenAPI; with a page for people."""

from ratings.views.api.openapi import openapi_json
from ratings.views.api.pages import about, docs
from ratings.views.api.site import addresses

__all__ = ["about", "addresses", "docs", "openapi_json"]
