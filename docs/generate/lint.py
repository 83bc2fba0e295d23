"""The page of the linter's rules: what each means, and a catalog in which it finds something."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dealdesk.schema.meanings import prose
from generate.markdown import table

if TYPE_CHECKING:
    from dealdesk.lint.finding import Rule

CASES = Path("tests/lint/cases")

HEAD = """# What the linter finds

`dealdesk catalog lint` looks for prices, rules and texts that nobody can have meant. It decides from the catalog's own
numbers: a price curve is straight between its breakpoints and every rule changes at stated sizes, so a total can fall
nowhere else. What it finds there it proves with deals that the engine prices; `--deals FOLDER` writes them.

A comment above a value or a table allows a finding, with its reason and, if wanted, a last day. An allowance that has
ended, or that nothing needs, is reported itself.

```toml
# lint: allow DD102 until 2027-06-30: the price list was published like this
[[rules.bundle.tiers]]
```

The command ends with 1 when something of severity warning or error stands; `--fail-on` changes that. Formats for
continuous integration are in [checking catalogs](../checking.md).

"""


def page() -> str:
    """Return the page."""
    from dealdesk.lint.rules import RULES

    rows = [(f"[{each.code}](#{each.code.lower()})", each.severity, each.title) for each in RULES]
    return HEAD + table(("code", "severity", "what it finds"), rows) + "\n" + "".join(_rule(each) for each in RULES)


def _rule(rule: Rule) -> str:
    case = min(CASES.glob(f"{rule.code}-*.txt"))
    told = case.read_text(encoding="utf-8").strip()
    about = f"**{rule.title}**; `{rule.name}`, {rule.severity}."
    return f"\n## {rule.code}\n\n{about}\n\n{prose(rule.prose)}\n\n```text\n{told}\n```\n"
