"""What the linter finds, on the terminal: for the owner of the prices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import dedent, fill

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dealdesk.cli.table import Column, Row, pairs, section, table, text
from dealdesk.cli.words import plural
from dealdesk.errors import Mistake, printable
from dealdesk.lint import Finding, Linted
from dealdesk.lint.finding import SEVERITIES, Rule
from dealdesk.lint.words import money

STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def page(found: Linted, path: str, width: int, *, allowed: bool) -> Iterable[RenderableType]:
    """Yield each finding, and what they come to."""
    for each in (*found.findings, *(found.allowed if allowed else ())):
        yield _finding(each, width)
    yield _verdict(found, path, allowed=allowed)


def plain(linted: Sequence[tuple[Linted, str]], *, allowed: bool) -> str:
    """Return the same as text without colours, for a file."""
    return _written(part for found, path in linted for part in page(found, path, 100, allowed=allowed))


def told(findings: Sequence[Finding]) -> str:
    """Return findings alone as text without colours."""
    return _written(_finding(each, 100) for each in findings)


def _written(parts: Iterable[RenderableType]) -> str:
    from io import StringIO

    from rich.console import Console

    out = StringIO()
    console = Console(file=out, width=100, color_system=None, markup=False, highlight=False, emoji=False)
    for part in parts:
        console.print(part, end="\n\n" if not isinstance(part, Text) else "\n")
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _finding(finding: Finding, width: int) -> RenderableType:
    found = finding.found
    head = Text()
    if finding.place is not None:
        head.append(printable(f"{finding.place}: "))
    style = STYLES[finding.severity] if finding.allowed is None else "dim"
    head.append(finding.severity if finding.allowed is None else "allowed", style=style)
    head.append(f" {finding.code} ", style="dim")
    head.append(printable(found.message), style="bold" if finding.allowed is None else "")
    parts: list[RenderableType] = [head]
    if finding.place is not None and finding.source_line is not None:
        lines = Mistake("", finding.place, finding.source_line).render().split("\n")[1:]
        parts.append(Text("\n".join(lines), style="dim"))
    said = [
        ("so", printable(found.zone or "")),
        ("loss", money(found.loss, found.currency) if found.loss is not None and found.currency is not None else ""),
        ("repair", printable(found.repair or "")),
        ("allowed", printable(finding.allowed or "")),
    ]
    shown = pairs([(name, value) for name, value in said if value])
    parts.append(Padding(shown, (0, 0, 0, 3)))
    return Group(*parts)


def _verdict(found: Linted, path: str, *, allowed: bool) -> Text:
    counts = [
        plural(count, severity)
        for severity in SEVERITIES
        if (count := sum(each.severity == severity for each in found.findings))
    ]
    set_aside = len(found.allowed)
    words = ", ".join(counts) or "clean"
    if set_aside:
        words += f"; {plural(set_aside, 'finding')} allowed" + ("" if allowed else " (--allowed shows them)")
    return Text.assemble(printable(path), ": ", (words, "bold" if counts else "green"))


def rule_page(rule: Rule) -> Iterator[RenderableType]:
    """Yield what a rule means."""
    yield Text.assemble((rule.code, "bold"), " ", (rule.title, "bold"))
    yield Text(f"{rule.name}, {rule.severity}", style="dim")
    for paragraph in dedent(rule.prose).strip().split("\n\n"):
        yield Text(fill(paragraph, 96) if not paragraph.startswith("    ") else paragraph)


def rules_page(rules: Sequence[Rule]) -> Iterator[RenderableType]:
    """Yield a table of all rules."""
    columns = [Column("Code"), Column("Severity"), Column("What it finds", breaks=True), Column("Name", style="dim")]
    rows: list[Row] = [
        [text(rule.code), text(rule.severity, STYLES[rule.severity]), rule.title, rule.name] for rule in rules
    ]
    yield section(table(columns, rows))
