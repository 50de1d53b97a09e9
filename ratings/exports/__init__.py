"""Data exports: tidy rows and JSON, with the same values as the pages."""
