"""The REST API: read only, versioned, described by OpenAPI; with HTML documentation."""

from ratings.views.api.docs import about, docs
from ratings.views.api.ninja_api import addresses
from ratings.views.api.openapi import openapi_json

__all__ = ["about", "addresses", "docs", "openapi_json"]
