"""`dealdesk catalog lint`: what a catalog can do that nobody meant, each case with its proof."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import ReportFile, ReportFormat, Today, quote_day, report_format
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.lint import Linted

LEVELS = ("error", "warning", "info", "never")

EXAMPLES = """\b
Examples:
  dealdesk catalog lint catalogs/*
  dealdesk catalog lint stellar-logic --select DD1 --deals proof
  dealdesk catalog lint --explain DD102
  dealdesk catalog lint catalogs/* --format sarif -o lint.sarif

\b
A comment in a catalog allows a finding, with its reason and, if wanted, a last day:
  # lint: allow DD102 until 2027-06-30: the price list was published like this
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def lint(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CATALOG]...",
            help="Ids, folders or files.",
            show_default=False,
            autocompletion=candidates.catalogs,
        ),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="CODE",
            help="Say what a rule means, and what to do; `all` lists the rules.",
            autocompletion=candidates.lint_codes,
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE",
            help="Only these rules, or all that begin so; may be repeated.",
            autocompletion=candidates.lint_codes,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE", help="Leave out these rules; may be repeated.", autocompletion=candidates.lint_codes
        ),
    ] = None,
    form: ReportFormat = "terminal",
    out: ReportFile = None,
    fail_on: Annotated[
        str,
        typer.Option(
            metavar="LEVEL",
            help="End with 1 from this severity on: " + ", ".join(LEVELS) + ".",
            autocompletion=candidates.severities,
        ),
    ] = "warning",
    allowed: Annotated[bool, typer.Option("--allowed", help="Show what the catalogs allow, too.")] = False,
    deals: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write the deals that prove findings; `dealdesk price` runs them."),
    ] = None,
    today: Today = None,
) -> int:
    """Look for prices, rules and texts that nobody can have meant.

    A larger deal that costs less, a size without a price, a discount that breaks a floor: each with the smallest
    deals that prove it, what is lost, and what mends it.
    """
    from dealdesk.cli import terminal

    if explain is not None:
        terminal.page(*_explained(explain))
        return 0
    _check_options(paths, form, fail_on, [*(select or ()), *(ignore or ())])
    day = quote_day(today)
    linted, refused = _linted(paths or [], day, select or [], ignore or [])
    if deals is not None:
        _write_deals(deals, linted)
    _print(linted, refused, form, out, allowed=allowed)
    severities = [each.severity for found, _ in linted for each in found.findings]
    failing = LEVELS[: LEVELS.index(fail_on) + 1] if fail_on != "never" else ()
    if any(each.mistakes for each in refused):
        return 2
    return 1 if any(each in failing for each in severities) else 0


def _check_options(paths: list[str] | None, form: str, fail_on: str, codes: list[str]) -> None:
    from dealdesk.lint.rules import RULES

    if not paths:
        raise typer.BadParameter("name the catalogs to look at, such as catalogs/*", param_hint="CATALOG")
    report_format(form)
    if fail_on not in LEVELS:
        raise typer.BadParameter(f"there is no level {fail_on}; one of {', '.join(LEVELS)}", param_hint="--fail-on")
    for code in codes:
        if not any(rule.code.startswith(code) for rule in RULES):
            raise typer.BadParameter(
                f"no rule begins with {code}; `dealdesk catalog lint --explain all` lists them", param_hint="--select"
            )


def _linted(
    paths: list[str], day: date, select: list[str], ignore: list[str]
) -> tuple[list[tuple[Linted, str]], list[Any]]:
    """Return what is found in each catalog, and the catalogs that cannot be read."""
    from dealdesk.catalog.load import load_catalog
    from dealdesk.errors import CatalogError
    from dealdesk.lint import lint as linter

    found, refused = [], []
    for path in paths:
        try:
            found.append((linter(load_catalog(path), today=day, select=select, ignore=ignore), path))
        except CatalogError as wrong:
            wrong.add_note(path)
            refused.append(wrong)
    return found, refused


def _print(linted: list[tuple[Linted, str]], refused: list[Any], form: str, out: str | None, *, allowed: bool) -> None:
    from dealdesk.cli import show_lint, terminal

    if form == "terminal":
        for wrong in refused:
            terminal.words(str(wrong))
        if out is None:
            for found, path in linted:
                terminal.page(*show_lint.page(found, path, terminal.width(), allowed=allowed))
            return
    from dealdesk.cli.lint_report import as_json, report

    if form == "json":
        text = as_json(linted, refused)
    elif form == "terminal":
        text = show_lint.plain(linted, allowed=allowed)
    else:
        from dealdesk.ci import written

        text = written(report(linted, refused, allowed=allowed), form)
    from dealdesk.cli.output import deliver_report

    deliver_report(text, form, out)


def _explained(code: str) -> Any:
    from dealdesk.cli import show_lint
    from dealdesk.lint.rules import RULES

    if code == "all":
        return show_lint.rules_page(RULES)
    for rule in RULES:
        if code.upper() == rule.code or code == rule.name:
            return show_lint.rule_page(rule)
    from dealdesk.errors import did_you_mean

    guess = did_you_mean(code, [name for rule in RULES for name in (rule.code, rule.name)])
    raise typer.BadParameter(
        f"there is no rule {code}" + (f"; did you mean {guess}?" if guess else "; `--explain all` lists them"),
        param_hint="--explain",
    )


def _write_deals(folder: Path, linted: list[tuple[Linted, str]]) -> None:
    """Write each deal that proves a finding as a file of its own."""
    from dealdesk.cli import terminal
    from dealdesk.cli.words import plural
    from dealdesk.lint.deals import catalog_from, deal_text
    from dealdesk.writing import make_folder, write_file

    make_folder(folder)
    count = 0
    numbers: dict[str, int] = {}
    for each, path in linted:
        catalog = catalog_from(folder, path)
        for finding in (*each.findings, *each.allowed):
            if not finding.found.witness:
                continue
            name = f"{each.catalog.catalog.id}-{finding.code}"
            numbers[name] = numbers.get(name, 0) + 1
            stem = re.sub("[^A-Za-z0-9-]", "-", f"{name}-{numbers[name]}")
            for letter, witness in zip("abcdef", finding.found.witness, strict=False):
                write_file(str(folder / f"{stem}{letter}.toml"), deal_text(finding, witness, catalog).encode())
                count += 1
    terminal.words(f"{folder}: {plural(count, 'deal')}")
