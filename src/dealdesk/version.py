"""The version of the package, as a constant: reading it from package metadata costs 35 ms on every run."""

VERSION = "0.1.0"
