"""What leaves the site as data: tidy rows and JSON, of the same values as the pages."""
