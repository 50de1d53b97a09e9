"""The tests, path for path like `ratings/`."""
