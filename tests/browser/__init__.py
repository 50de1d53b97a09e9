"""Tests in a real browser, for what only a browser shows: `make browser-test`."""
