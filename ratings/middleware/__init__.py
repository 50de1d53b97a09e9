"""Middleware: access log, database errors, page cache, 400 responses, headers."""

from ratings.middleware.access_log import AccessLogMiddleware
from ratings.middleware.bad_request import BadRequestMiddleware
from ratings.middleware.database_errors import DatabaseErrorMiddleware, HealthCheckMiddleware
from ratings.middleware.headers import CdnMiddleware, CorsMiddleware, SecurityHeadersMiddleware
from ratings.middleware.http_cache import HttpCacheMiddleware

__all__ = [
    "AccessLogMiddleware",
    "BadRequestMiddleware",
    "CdnMiddleware",
    "CorsMiddleware",
    "DatabaseErrorMiddleware",
    "HealthCheckMiddleware",
    "HttpCacheMiddleware",
    "SecurityHeadersMiddleware",
]
