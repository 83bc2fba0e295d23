"""Hard quotes: every way in which a document can become too long, too wide or too strange, and sets that pair them.

A case is a choice for each of `DIMENSIONS`.  The engine prices it, so the figures are those of real quotes.

`python -m tests.documents.stress` renders and checks hundreds of them, up to 500 lines; `--help` says more.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_DOWN, Decimal
from itertools import combinations, product
from pathlib import Path
from typing import Any

from dealdesk import load_catalog, price
from dealdesk.documents import KINDS, render
from dealdesk.documents.check import check_pdf
from dealdesk.errors import RenderError
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.quote import Quote

PLACES = {"USD": 2, "EUR": 2, "GBP": 2, "CHF": 2, "JPY": 0, "KWD": 3}
HIGHEST = Decimal("999999999999.99")
TODAY = date(2026, 11, 16)
MONTHS = 36

NAMES = {
    "short": "Ox",
    "usual": "Query Accelerator",
    "words": "The Consolidated Accelerator for Aerospace, Defense and Orbital Launch Services of the Pacific Northwest "
    "and Adjacent Territories with Regional Data Residency, Evidence for Auditors and a Name of 200",
    "wide": "W" * 200,
    "solid": ("donaudampfschifffahrtsgesellschaftskapitaen" * 5)[:200],
    "kanji": ("北風航空宇宙防衛軌道打上業務統合基盤" * 12)[:200],
}
SHAPES = ("plain", "steps", "ramp", "optional", "options", "usage", "free", "hidden", "committed", "once")

DIMENSIONS: dict[str, tuple[Any, ...]] = {
    "shape": SHAPES,
    "lines": (1, 2, 3, 20),
    "names": tuple(NAMES),
    "amounts": ("cents", "usual", "highest"),
    "currency": tuple(PLACES),
    "language": ("en", "de", "fr", "es", "ja"),
    "page": ("letter", "a4"),
    "kind": tuple(each.name for each in KINDS if each.source == "deal"),
}
Case = Mapping[str, Any]
MANY = (1, 2, 3, 20, 60, 200, 500)


def pairwise(dimensions: Mapping[str, Sequence[Any]], seed: int = 1) -> list[dict[str, Any]]:
    """Cases in which every two choices of two dimensions meet at least once."""
    chance = random.Random(seed)
    names = list(dimensions)
    pairs = (((a, x), (b, y)) for a, b in combinations(names, 2) for x, y in product(dimensions[a], dimensions[b]))
    left = {frozenset(pair): pair for pair in pairs}  # in the same order in every process
    found = []
    while left:
        best: dict[str, Any] = {}
        most = -1
        for _ in range(40):
            case = dict(chance.choice(tuple(left.values())))
            for name in chance.sample(names, len(names)):
                if name not in case:
                    case[name] = max(
                        dimensions[name],
                        key=lambda value: (
                            sum(frozenset([(name, value), other]) in left for other in case.items()),
                            chance.random(),
                        ),
                    )
            new = sum(frozenset(pair) in left for pair in combinations(case.items(), 2))
            if new > most:
                best, most = case, new
        found.append({name: best[name] for name in names})
        for pair in combinations(best.items(), 2):
            left.pop(frozenset(pair), None)
    return found


def label(case: Case) -> str:
    return "-".join(str(value) for value in case.values())


def quote_of(case: Case) -> Quote:
    """The quote of a case."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "stress.toml")
        file.write_text(catalog_of(case), "utf-8")
        catalog = load_catalog(str(file))
    quote = price(deal_of(deal_data(case)), catalog, today=TODAY)
    return replace(quote, findings=())


def prices(case: Case) -> Iterable[Decimal]:
    """Yearly list prices of the lines."""
    unit = Decimal(1).scaleb(-PLACES[case["currency"]])
    for number in range(case["lines"]):
        if case["amounts"] == "cents":
            yield unit * (number % 9 + 1)
        elif case["amounts"] == "highest":
            yield (HIGHEST / case["lines"] / (MONTHS // 12) / 3).quantize(unit, ROUND_DOWN)
        else:
            yield (Decimal("1234.567") * (number % 7 + 1)).quantize(unit, ROUND_DOWN)


def catalog_of(case: Case) -> str:
    """The catalog of a case, as TOML."""
    shape, name = case["shape"], NAMES[case["names"]]
    parts = [
        f'[catalog]\nid = "stress"\nname = "Stress"\nversion = "1"\ncurrency = "{case["currency"]}"',
        f'[catalog.entity]\nname = {text(name[:120])}\naddress = ["1 Mast Street", "Portland, OR 97201"]',
        '[catalog.terms]\npayment_days = 45\npayment = "by bank transfer"\nrenewal_cap = 5',
    ]
    for number, amount in enumerate(prices(case)):
        extra = {"period": "year", "unit": "node", "model": "per_unit", "price": amount}
        if shape == "usage" or (shape == "committed" and number == 0):
            extra |= {"period": "month", "usage": True}
        if shape == "once" or (shape == "options" and number % 3 == 2):
            extra["period"] = "once"
        charge = ", ".join(f"{key} = {value(each)}" for key, each in extra.items())
        numbered = f"{number + 1} {name}"[:200] if case["names"] != "short" else name
        parts.append(
            f"[products.p{number}]\nname = {text(numbered)}\nkind = "
            f'"{"usage" if "usage" in extra else "plugin"}"\nfamily = "f{number % 4}"\n'
            f'description = "Plan caching and adaptive routing"\ncharges = [{{ id = "c", {charge} }}]'
        )
    if shape in ("steps", "hidden"):
        parts.append(STEPS)
    if shape == "committed":
        parts.append('[rules.commitment]\ntiers = [{ from = 1, percent = 10 }]\noverage = "list"')
    return "\n\n".join(parts) + "\n"


STEPS = """
[segments.education]
name = "Schools"

[rules.price_book]
entries = [{ name = "Education", segments = ["education"], percent = 5 }]

[rules.bundle]
tiers = [{ from = 1, to = 1, percent = 0, name = "Single" }, { from = 2, percent = 10, name = "Double" }]

[rules.term]
tiers = [{ from = 36, percent = 10 }]

[rules.partner]
tiers = [{ tier = "gold", percent = 7.5 }]

[rules.promotion]
codes = [{ code = "AUTUMN26", percent = 5, valid_from = 2026-09-01, valid_until = 2026-12-31, min_months = 24 }]

[rules.negotiated]
cap = 50

[rules.uplift]
percent     = 3
compounding = "compound"
most        = 10
"""


def deal_data(case: Case) -> dict[str, Any]:
    """The deal of a case."""
    shape, name = case["shape"], NAMES[case["names"]]
    lines: list[dict[str, Any]] = []
    for number in range(case["lines"]):
        line: dict[str, Any] = {"sku": f"p{number}", "quantity": number % 3 + 1}
        if shape == "usage" or (shape == "committed" and number == 0):
            line = {"sku": f"p{number}", "usage": {"c": 3}}
        if shape == "ramp" and number % 2 == 0:
            line = {"sku": f"p{number}", "ramp": [{"year": year, "quantity": year} for year in (1, 2, 3)]}
        if shape == "optional" and number % 3 == 1:
            line["optional"] = True
        if shape == "hidden" and number % 3 == 0:
            line["hide_price"] = True
        lines.append(line)
    deal: dict[str, Any] = {
        "catalog": "stress",
        "number": "Q-2026-0042",
        "issued": TODAY,
        "start": date(2027, 1, 1),
        "months": MONTHS,
        "billing": ("annual", "quarterly", "monthly", "upfront")[case["lines"] % 4],
        "customer": {
            "name": name,
            "address": ["2100 Airfield Way, Suite 400", "Everett, WA 98204"],
            "language": case["language"],
            "contacts": [{"name": "Dana Okafor", "email": "d.okafor@northwind.example"}],
        },
        "lines": lines,
    }
    if shape in ("steps", "hidden"):
        deal["customer"]["segment"] = "education"
        deal["partner"] = {"name": "Tideline", "tier": "gold"}
        deal["promotions"] = ["AUTUMN26"]
        deal["discounts"] = [{"percent": 4, "reason": "First in the state"}]
    if shape == "free":
        deal["free"] = {"months": 2, "first": 1, "extends_term": bool(case["lines"] % 2)}
    if shape == "options":
        deal["options"] = [
            {"name": "Five years", "months": 60, "recommended": True, "note": "Price lock for five years"},
            {"name": "One line only", "lines": lines[:1]},
            {"name": name[:80], "lines": [lines[0] | {"quantity": 7}, *lines[1:]]},
        ]
    if shape == "committed":
        deal["commitment"] = {
            "amount": min(next(iter(prices(case))) * 10, HIGHEST.quantize(Decimal(1), ROUND_DOWN) / 9)
        }
    return deal


def text(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def value(each: Any) -> str:
    return text(each) if isinstance(each, str) else str(each).lower() if isinstance(each, bool) else f"{each:f}"


# ---- by the hundred


def cases(count: int, seed: int) -> list[dict[str, Any]]:
    """Cases by chance, and after them the pairs of all choices, with up to 500 lines, by how long they are."""
    chance = random.Random(seed)
    long = sorted(pairwise(DIMENSIONS | {"lines": MANY}, seed), key=lambda case: case["lines"])
    short = [{name: chance.choice(values) for name, values in DIMENSIONS.items()} for _ in range(count - len(long))]
    return (short + long)[:count]


def faults(case: Case, folder: Path | None = None, number: int = 0) -> list[str]:
    """What the checks find in the document of a case, kept in *folder*; nothing where it is refused as too long."""
    quote = quote_of(case)
    try:
        made = render(quote, case["kind"], page=case["page"])
    except RenderError as refused:
        return [] if re.search(r"would have \d+ pages", str(refused)) else [str(refused)]
    if folder is not None:
        (folder / f"{number}.pdf").write_bytes(made)
    return check_pdf(made, quote, case["kind"])


def main() -> int:
    """Render and check many cases; 1 when a check finds something."""
    parser = argparse.ArgumentParser(prog="python -m tests.documents.stress", description=main.__doc__)
    parser.add_argument("--count", type=int, default=400, help="how many (400)")
    parser.add_argument("--seed", type=int, default=1, help="which (1)")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="one of them")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the documents are put")
    asked = parser.parse_args()
    bad, start = 0, time.process_time()
    for number, case in enumerate(cases(asked.count, asked.seed)):
        if asked.only not in (None, number):
            continue
        found = faults(case, asked.keep, number)
        bad += bool(found)
        for each in found[:10]:
            print(f"{number} {label(case)}: {each}", flush=True)
    print(f"{asked.count} documents of seed {asked.seed}, {bad} with faults, {time.process_time() - start:,.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
