"""`dealdesk doctor`: whether this machine has all that dealdesk needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.cli.checkup import Check

EXAMPLES = """\b
Examples:
  dealdesk doctor
  dealdesk doctor --json
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def doctor(as_json: Json = False) -> int:
    """Look at what dealdesk needs on this machine, and say how to install what is missing.

    Python and its libraries, the system libraries that PDFs need, fonts, templates, catalogs, the cache, the terminal.
    Ends with exit code 1 when something is missing that dealdesk needs.
    """
    from dealdesk.cli import terminal
    from dealdesk.cli.checkup import checkup

    checks = checkup()
    if as_json:
        terminal.json(_report(checks))
    else:
        _print(checks)
    return int(any(each.needed and not each.ok for each in checks))


def _print(checks: Sequence[Check]) -> None:
    from dealdesk.cli import terminal

    try:
        from dealdesk.cli.show_doctor import doctor_page
    except ModuleNotFoundError:  # rich itself is missing
        terminal.result("\n".join(f"{each.state:8}  {each.name}: {each.found}" for each in checks))
    else:
        terminal.page(*doctor_page(checks, terminal.width()))
    terminal.result("\n".join(_told(checks)))


def _told(checks: Sequence[Check]) -> Iterator[str]:
    """Yield the commands that install what is missing, each once, and on one line to be copied."""
    missing = [each for each in checks if each.needed and not each.ok]
    for what, some in (
        ("To install what is missing", missing),
        ("To have what dealdesk can do without", [each for each in checks if not each.needed and not each.ok]),
    ):
        if some:
            yield from ("", f"{what}:", *dict.fromkeys(f"  {each.fix}" for each in some))
    yield from ("", f"Missing: {', '.join(each.name for each in missing)}" if missing else "Nothing is missing.")


def _report(checks: Sequence[Check]) -> dict[str, object]:
    from dealdesk.cli.machine import system
    from dealdesk.version import VERSION

    rows = [
        {
            "group": each.group,
            "name": each.name,
            "state": each.state,
            "needed": each.needed,
            "found": each.found,
            "fix": each.fix,
        }
        for each in checks
    ]
    ok = all(each.ok or not each.needed for each in checks)
    return {"dealdesk": VERSION, "system": system(), "ok": ok, "checks": rows}
