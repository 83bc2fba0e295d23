"""Run the rules over a catalog, and set aside what the catalog allows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dealdesk.catalog.models import Catalog
from dealdesk.errors import Place
from dealdesk.lint.allow import Allowance, allowances
from dealdesk.lint.finding import SEVERITIES, Finding, Found, Rule
from dealdesk.lint.market import Market


@dataclass(frozen=True, slots=True)
class Linted:
    """What the linter says of one catalog.

    Attributes:
        findings: What stands, in file order.
        allowed: What the catalog allows, each with its reason.
    """

    catalog: Catalog
    findings: tuple[Finding, ...]
    allowed: tuple[Finding, ...]


def lint(
    catalog: Catalog,
    *,
    today: date,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    rules: Sequence[Rule] = (),
) -> Linted:
    """Return everything that the rules find in a catalog.

    Args:
        catalog: A valid catalog.
        today: The date of the deals that prove findings, and the one that allowances are held against.
        select: Beginnings of codes, such as "DD1"; all rules if left out.
        ignore: Beginnings of codes that are left out.
        rules: Other rules than those of `RULES`.
    """
    from dealdesk.lint.rules import EXPIRED, RULES, UNUSED

    chosen = [rule for rule in rules or RULES if _chosen(rule.code, select, ignore)]
    market = Market(catalog, today)
    found = [_placed(catalog, rule, each) for rule in chosen for each in rule.find(market)]
    given = allowances(catalog)
    standing, allowed, used = list[Finding](), list[Finding](), set[Allowance]()
    for each in found:
        fitting = [a for a in given if a.covers(each.code, each.place)]
        running = next((a for a in fitting if a.until is None or today <= a.until), None)
        used.update(fitting)
        if running is None:
            standing.append(each)
        else:
            used.add(running)
            allowed.append(Finding(each.rule, each.found, each.severity, each.place, each.source_line, running.reason))
    codes = {rule.code for rule in chosen}
    for made in given:
        if made.until is not None and made.until < today and _chosen(EXPIRED.code, select, ignore):
            message = f"this allowance of {made.code} ended on {made.until}"
            standing.append(_at(EXPIRED, made, message, "mend what it allows, or look again and give a later date"))
        elif made not in used and made.code in codes and _chosen(UNUSED.code, select, ignore):
            standing.append(_at(UNUSED, made, f"nothing here needs this allowance of {made.code}", "delete it"))
    return Linted(catalog, tuple(_in_order(catalog, standing)), tuple(_in_order(catalog, allowed)))


def _chosen(code: str, select: Collection[str], ignore: Collection[str]) -> bool:
    return (not select or code.startswith(tuple(select))) and not (ignore and code.startswith(tuple(ignore)))


def _placed(catalog: Catalog, rule: Rule, found: Found) -> Finding:
    sources = catalog.sources
    place = line = None
    if sources is not None:
        place = sources.key_place(found.path) if found.on == "key" else sources.place(found.path)
        line = sources.line_text(place)
    return Finding(rule, found, found.severity or rule.severity, place, line)


def _at(rule: Rule, allowance: Allowance, message: str, repair: str) -> Finding:
    return Finding(rule, Found((), message, repair=repair), rule.severity, allowance.place, allowance.text)


def _in_order(catalog: Catalog, findings: Collection[Finding]) -> Iterator[Finding]:
    """By file and line; what has no place comes first; the gravest first on one line."""
    files = {name: number for number, name in enumerate(catalog.sources.files if catalog.sources is not None else ())}

    def key(each: Finding) -> tuple[int, int, int, int, str]:
        place = each.place or Place("", 0, 0)
        return (files.get(place.file, -1), place.line, SEVERITIES.index(each.severity), place.column, each.code)

    return iter(sorted(findings, key=key))
