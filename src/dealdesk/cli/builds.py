"""Text in the log of a build: some lines of it are commands to the machine that runs the build.

GitHub takes a line that begins with `::error` for one, Azure and older runners take `##vso[…]` and `##[…]` anywhere,
TeamCity `##teamcity[…]`.  What a customer or a catalog is called must not be able to set a variable there.
"""

from __future__ import annotations

import os
import re

BUILDS = ("CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
"""Variables that say that this is a build."""

_ANYWHERE = re.compile(r"#(?=#\s*(?:\[|vso\[|teamcity\[))", re.IGNORECASE)
_AT_START = re.compile(r"^(\s*):(?=:)", re.MULTILINE)


def is_build() -> bool:
    """Whether the output goes to the log of a build."""
    return any(os.environ.get(each) for each in BUILDS)


def inert(text: str) -> str:
    """Return *text* with a space inside what would be a command, in a build; elsewhere as it is."""
    return _AT_START.sub(r"\1: ", _ANYWHERE.sub("# ", text)) if is_build() else text


def inert_json(text: str) -> str:
    """Return JSON that says the same and holds no command, in a build or not."""
    return _ANYWHERE.sub(r"\\u0023", text)
