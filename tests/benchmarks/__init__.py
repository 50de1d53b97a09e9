"""Tests of the benchmarks: what they make is valid, what they print is complete."""
