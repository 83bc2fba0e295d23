"""Days at a desk that chance makes; `./run abuse lifecycle` makes 2,000 of them."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.desk.lifecycle import Lifecycle

TestDays = Lifecycle.TestCase
TestDays.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
