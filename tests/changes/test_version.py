"""The version that changes call for."""

import pytest

from dealdesk.changes.change import Effect
from dealdesk.changes.version import bump


@pytest.mark.parametrize(
    ("base", "head", "effect", "suggested", "why"),
    [
        ("1.4.2", "2.0.0", "breaking", "2.0.0", ""),
        ("1.4.2", "1.5.0", "breaking", "2.0.0", "1.5.0 does not say that it is a breaking change"),
        ("1.4.2", "1.5.0", "compatible", "1.5.0", ""),
        ("1.4.2", "1.4.3", "compatible", "1.5.0", "1.4.3 does not say that it is an addition"),
        ("1.4.2", "1.4.3", "fix", "1.4.3", ""),
        ("1.4.2", "1.4.2", "fix", "1.4.3", "the version is still 1.4.2"),
        ("1.4.2", "1.4.2", "none", "1.4.2", ""),
        ("1.4.2", "1.3.9", "fix", "1.4.3", "1.3.9 is before 1.4.2"),
        ("1.4.2", "3.0.0", "fix", "1.4.3", ""),
        ("1.9", "1.10", "compatible", "1.10", ""),
        ("1.9", "1.10", "fix", "1.10", ""),
        ("0.3.1", "0.4.0", "breaking", "0.4.0", ""),
        ("0.3.1", "0.3.2", "breaking", "0.4.0", "0.3.2 does not say that it is a breaking change"),
        ("0.3.1", "0.3.2", "compatible", "0.3.2", ""),
        ("7", "8", "fix", "8", ""),
        ("2026.1", "2026.2", "breaking", "2026.2", ""),
        ("2026.1", "2027.1", "breaking", "2026.2", ""),
        ("2026.1", "2026.1", "breaking", "2026.2", "the version is still 2026.1"),
        ("2026.2", "2026.1", "fix", "2026.3", "2026.1 is before 2026.2"),
        ("draft", "final", "breaking", None, ""),
        ("1.0.0", "1.0.0+b", "fix", "1.0.1", ""),
    ],
)
def test_a_version_says_what_changed(base: str, head: str, effect: Effect, suggested: str | None, why: str) -> None:
    found = bump(base, head, [effect, "none"])
    assert (found.suggested, found.why, found.fits) == (suggested, why, not why)


def test_the_gravest_change_counts() -> None:
    assert bump("1.0.0", "1.0.1", ["fix", "breaking", "compatible"]).effect == "breaking"
    assert bump("1.0.0", "1.0.1", []).effect == "none"
