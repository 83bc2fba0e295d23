"""What the linter finds, for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dealdesk.ci import Check, Remark, Report
from dealdesk.ci.report import remark_of
from dealdesk.errors import CatalogError, printable
from dealdesk.lint import Finding, Linted
from dealdesk.lint.words import money
from dealdesk.quoting.canonical import plain

Named = Sequence[tuple[Linted, str]]


def details(finding: Finding) -> tuple[str, ...]:
    """Return what a finding says beside its message: proof, loss, zone, repair."""
    found = finding.found
    lines = []
    if found.zone is not None:
        lines.append(found.zone)
    if found.loss is not None and found.currency is not None:
        lines.append(f"loss: {money(found.loss, found.currency)}")
    if found.repair is not None:
        lines.append(f"repair: {found.repair}")
    return tuple(lines)


def report(linted: Named, refused: Sequence[CatalogError], *, allowed: bool) -> Report:
    """Return everything that was found, as the formats of continuous integration take it."""
    from dealdesk.lint.rules import RULES

    remarks = [remark_of(each, wrong.__notes__[0]) for wrong in refused for each in wrong.mistakes]
    for found, path in linted:
        for each in (*found.findings, *(found.allowed if allowed else ())):
            remarks.append(
                Remark(each.code, each.severity, each.found.message, path, each.place, details(each), each.allowed)
            )
    return Report(
        "catalog lint",
        tuple([path for _, path in linted] + [wrong.__notes__[0] for wrong in refused]),
        tuple(Check(rule.code, rule.name, rule.title, rule.prose, rule.severity) for rule in RULES),
        tuple(remarks),
    )


def as_json(linted: Named, refused: Sequence[CatalogError]) -> str:
    """Return findings with their proofs, in a shape that stays the same; amounts are text."""
    from dealdesk.cli.mistakes import mistake_reports

    data: list[dict[str, Any]] = [
        {
            "path": path,
            "catalog": found.catalog.catalog.id,
            "findings": [_finding(each) for each in found.findings],
            "allowed": [_finding(each) for each in found.allowed],
            "mistakes": [],
        }
        for found, path in linted
    ]
    data += [
        {
            "path": wrong.__notes__[0],
            "catalog": None,
            "findings": [],
            "allowed": [],
            "mistakes": mistake_reports(wrong),
        }
        for wrong in refused
    ]
    return json.dumps(plain(data), indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    found, place = finding.found, finding.place
    return {
        "code": finding.code,
        "rule": finding.rule.name,
        "severity": finding.severity,
        "message": printable(found.message),
        "file": printable(place.file) if place is not None else None,
        "line": place.line if place is not None else None,
        "column": place.column if place is not None else None,
        "loss": found.loss,
        "currency": found.currency,
        "zone": found.zone,
        "repair": found.repair,
        "allowed": finding.allowed,
        "proof": [{"words": each.words, "total": each.total, "deal": each.deal} for each in found.witness],
    }
