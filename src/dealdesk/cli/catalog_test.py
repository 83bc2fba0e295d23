"""`dealdesk catalog test`: the examples of catalogs are priced, and held against what they expect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import ReportFile, ReportFormat, report_format
from dealdesk.cli.output import deliver_report
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog
    from dealdesk.proving.examples import Ran


EXAMPLES = """\b
Examples:
  dealdesk catalog test catalogs/*
  dealdesk catalog test stellar-logic --format junit -o examples.xml

\b
An example in a catalog:
  [[examples]]
  name   = "Two plugins"
  deal   = { lines = [{ sku = "media" }, { sku = "gaming" }] }
  expect = { net = 144_500 }
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def run_examples(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="CATALOG...",
            help="Ids, folders or files.",
            show_default=False,
            autocompletion=candidates.catalogs,
        ),
    ],
    update: Annotated[
        bool, typer.Option("--update", help="Write what came out into the catalogs; look at the difference afterwards.")
    ] = False,
    form: ReportFormat = "terminal",
    out: ReportFile = None,
) -> int:
    """Run the examples of catalogs.

    Each is a deal and what it has to come to. An example is priced as of the first day of its catalog, so it says the
    same for ever. Ends with 1 when a figure differs.
    """
    from dealdesk.catalog.load import find_catalog, load_catalog
    from dealdesk.cli import terminal
    from dealdesk.proving.examples import run

    report_format(form)
    found: list[tuple[str, Catalog, list[Ran]]] = []
    for path in paths:
        catalog = load_catalog(path)
        found.append((path, catalog, list(run(catalog))))
    if update:
        from dealdesk.proving.update import update as write

        for path, catalog, ran in found:
            place = find_catalog(path)
            files = sorted(place.glob("*.toml")) if place.is_dir() else [place]
            for name in write(catalog.sources, ran, files) if catalog.sources is not None else ():
                terminal.words(f"{name}: rewritten")
        return 0 if all(not each.mistakes for _, _, ran in found for each in ran) else 1
    text = _text(found, form)
    deliver_report(text, form, out)
    return 0 if all(each.passed for _, _, ran in found for each in ran) else 1


def _text(found: list[tuple[str, Any, list[Any]]], form: str) -> str:
    if form == "terminal":
        return "\n".join(line for path, _, ran in found for line in _lines(path, ran))
    if form == "json":
        from json import dumps

        from dealdesk.quoting.canonical import plain

        return dumps(plain([_plain(path, ran) for path, _, ran in found]), indent=2) + "\n"
    from dealdesk.ci import Check, Report, written

    remarks = tuple(remark for path, _, ran in found for each in ran for remark in _remarks(path, each))
    checks = tuple(Check(_code(each), _code(each), each.example.name) for _, _, ran in found for each in ran)
    return written(Report("catalog test", tuple(path for path, _, _ in found), checks, remarks), form)


def _code(ran: Any) -> str:
    return f"example-{ran.number + 1}"


def _lines(path: str, ran: list[Any]) -> list[str]:
    from dealdesk.cli.words import plural
    from dealdesk.errors import printable

    lines = []
    for each in ran:
        for mistake in each.mistakes:
            lines.append(str(mistake))
        for one in each.differences:
            where = f"{one.place}: " if one.place is not None else ""
            got = "is not known" if one.got is None else f"is {one.got:,f}"
            lines.append(
                printable(f"{where}error: {each.example.name}: {one.measure} {got}, expected {one.expected:,f}")
            )
    failed = sum(not each.passed for each in ran)
    verdict = "no examples" if not ran else plural(len(ran), "example")
    verdict += f", {failed} failed" if failed else (", all as expected" if ran else "")
    return [*lines, printable(f"{path}: {verdict}")]


def _plain(path: str, ran: list[Any]) -> dict[str, Any]:
    from dealdesk.errors import printable

    return {
        "path": path,
        "examples": [
            {
                "name": printable(each.example.name),
                "passed": each.passed,
                "at": each.place.short if each.place is not None else "",
                "differences": [
                    {"measure": one.measure, "expected": one.expected, "got": one.got} for one in each.differences
                ],
                "mistakes": [str(mistake) for mistake in each.mistakes],
            }
            for each in ran
        ],
    }


def _remarks(path: str, ran: Any) -> list[Any]:
    from dealdesk.ci import Remark

    found = [
        Remark(_code(ran), "error", f"{ran.example.name}: {each.message}", path, each.place) for each in ran.mistakes
    ]
    for one in ran.differences:
        got = "is not known" if one.got is None else f"is {one.got:,f}"
        message = f"{ran.example.name}: {one.measure} {got}, expected {one.expected:,f}"
        found.append(Remark(_code(ran), "error", message, path, one.place))
    return found
