"""Benchmarks: each prints a ratio against a yardstick of the same run.  `./run bench` runs them."""
