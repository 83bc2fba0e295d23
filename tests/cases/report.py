"""The page of the published examples, `docs/reference/cases.md`: `python -m tests.cases.report` writes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.cases.outcomes import outcome
from tests.cases.records import FILES, exceptions, records

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "cases.md"

NOTICE = "<!-- Made by tests/cases/report.py; run python -m tests.cases.report. -->"

WHAT = {
    "pricing_models.json": "prices of tiers, packages, fees, minima and maxima",
    "cloud_tiers_infracost.json": "published bills of cloud services, tier by tier",
    "rounding_proration_terms.json": "rounding, parts of periods, terms, true-ups",
    "proration_killbill.json": "parts of billing periods, in advance",
    "roi.json": "net present values, rates of return, payback",
}


def counts(file: str) -> tuple[int, int, int]:
    """Records of a file, those that are run (with some of their figures at least), and the figures that agree."""
    mine = [each for each in records() if each.file == file]
    run = [each for each in mine if each.id not in exceptions().whole]
    figures = sum(words == "agrees" for each in run for words in outcome(each).values())
    return len(mine), len(run), figures


def page() -> str:
    """The page, as markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    every = [counts(file) for file in FILES]
    total, run, figures = (sum(column) for column in zip(*every, strict=True))
    excepted = exceptions()
    yield NOTICE
    yield ""
    yield "# Published examples"
    yield ""
    yield f"{total} worked examples from the published tests and documents of other systems are run against the engine."
    yield f"{run} of them come out as published, with {figures} figures in all; {total - run} do not apply, and a test"
    yield "fails when one of those comes out after all. The records are in `tests/data/cases`, and"
    yield "`tests/cases/runners.py` shows how each sort of them is said in a catalog and a deal."
    yield ""
    yield "| file | what | records | run | not applicable | figures that agree |"
    yield "|---|---|---:|---:|---:|---:|"
    for file, (of_file, ran, agree) in zip(FILES, every, strict=True):
        yield f"| `{file}` | {WHAT[file]} | {of_file} | {ran} | {of_file - ran} | {agree} |"
    yield f"| | | **{total}** | **{run}** | **{total - run}** | **{figures}** |"
    yield ""
    yield "## Where they come from"
    yield ""
    yield "| source | records |"
    yield "|---|---:|"
    for source, number in sources().most_common():
        yield f"| {source} | {number} |"
    yield ""
    yield "## What does not apply, and why"
    yield ""
    groups: dict[str, dict[str, list[str]]] = {}
    for name, (group, reason) in excepted.whole.items():
        groups.setdefault(group, {}).setdefault(reason, []).append(f"`{name}`")
    for (name, key), (group, reason) in excepted.figures.items():
        groups.setdefault(group, {}).setdefault(reason, []).append(f"`{name}` ({key} only)")
    for group, reasons in groups.items():
        yield f"**{group}**"
        yield ""
        for reason, names in reasons.items():
            yield f"- {', '.join(names)}: {reason}."
        yield ""
    yield "They are listed in `tests/cases/exceptions.toml`."


def sources() -> Counter[str]:
    """Records by the repository, or the site, that published them."""
    return Counter(sorted(each.source for each in records()))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(Path.cwd()) if PAGE.is_relative_to(Path.cwd()) else PAGE}: written")
