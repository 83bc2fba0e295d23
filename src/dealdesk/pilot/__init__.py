"""Pilots: from the telemetry of requests to a decision, with intervals, and with every problem of the data told."""
