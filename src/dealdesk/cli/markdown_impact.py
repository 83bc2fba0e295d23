"""What a change of a catalog does to deals as Markdown, for a pull request.  What deals and catalogs say is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from dealdesk.changes.outcome import STATUSES, Impact
from dealdesk.changes.sides import Side
from dealdesk.changes.thresholds import Passed
from dealdesk.cli import words
from dealdesk.cli.impact_words import HEADINGS, MOST, figures, headline, left_out, listed, passed_words
from dealdesk.markdown import escape, row

RULE = "| --- | ---: | ---: | ---: | ---: |"


def impact_markdown(
    found: Impact, base: Side, head: Side, today: date, beyond: Sequence[Passed], *, everything: bool
) -> str:
    """Return the page."""
    return "\n".join(_lines(found, base, head, today, beyond, everything)) + "\n"


def _lines(
    found: Impact, base: Side, head: Side, today: date, beyond: Sequence[Passed], everything: bool
) -> Iterator[str]:
    yield f"### {escape(head.catalog.catalog.name)}: {escape(headline(found))}"
    yield ""
    versions = [f"{escape(each.name)} ({escape(each.catalog.catalog.version)})" for each in (base, head)]
    out = f" Left out: {escape(left_out(found))}." if left_out(found) else ""
    yield f"From {versions[0]} to {versions[1]}, quotes of {words.day(today)}.{out}"
    if beyond:
        yield ""
        yield "**Limits passed:**"
        yield ""
        yield from (f"- {escape(passed_words(each))}" for each in beyond[: len(beyond) if everything else MOST])
        if len(beyond) > MOST and not everything:
            yield f"- and {len(beyond) - MOST} more"
    for total in found.totals:
        yield from ("", f"#### Totals, {total.currency}, {words.plural(total.deals, 'deal')}", "")
        yield row(("", "Before", "After", "Change", "%"))
        yield RULE
        yield from (row([escape(cell) for cell in each]) for each in figures(total))
    for status in STATUSES:
        deals, more = listed(found, status, everything=everything)
        if not deals:
            continue
        yield from ("", f"#### {HEADINGS[status]}", "")
        yield row(("Deal", "Before", "After", "Change", "%"))
        yield RULE
        for each in deals:
            about = "<br>".join(map(escape, (each.file, each.title, *each.reasons)))
            yield row((about, *(escape(cell) for cell in (each.before, each.after, each.delta, each.percent))))
        if more:
            yield from ("", f"and {more} more")
    if found.unread:
        yield from ("", "#### Cannot be read", "")
        for unread in found.unread:
            yield f"- {escape(unread.file)}: {escape('; '.join(wrong.message for wrong in unread.mistakes[:3]))}"
