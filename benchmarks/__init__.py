"""How fast the site is, and with what it is compared: `python -m benchmarks`."""
