"""What differs between two catalogs as Markdown, for a pull request.  What a catalog says is escaped."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.changes.change import SECTIONS, Diff
from dealdesk.changes.sides import Side
from dealdesk.cli import words
from dealdesk.cli.diff_words import counts, said, verdict
from dealdesk.markdown import escape, row


def diff_markdown(found: Diff, base: Side, head: Side) -> str:
    """Return the page; a few lines where nothing differs."""
    return "\n".join(_lines(found, base, head)) + "\n"


def _lines(found: Diff, base: Side, head: Side) -> Iterator[str]:
    name = escape(head.catalog.catalog.name)
    if not found.changes:
        yield f"### {name}: no difference"
        yield ""
        yield f"{escape(base.name)} and {escape(head.name)} mean the same."
        return
    yield f"### {name}: {words.plural(len(found.changes), 'change')}"
    yield ""
    bump = found.bump
    sides = [f"{escape(side.name)} ({escape(version)})" for side, version in ((base, bump.base), (head, bump.head))]
    yield f"From {sides[0]} to {sides[1]}: {escape(counts(found))}."
    yield ""
    call = escape(verdict(found))
    yield f"Version: {call}." if bump.fits else f"**The version does not fit.** {call}."
    for key, title in SECTIONS.items():
        changes = found.of(key)
        if not changes:
            continue
        yield ""
        yield f"#### {title}"
        yield ""
        yield row(("", "Change", "%", "Effect", "Where"))
        yield "| --- | --- | ---: | --- | --- |"
        for change in changes:
            each = said(change, base, head)
            effect = {"breaking": "**breaking**: ", "compatible": "compatible: "}.get(each.effect, "")
            effect += escape(change.reason) if effect else "fix" if each.effect == "fix" else ""
            lines = "<br>".join(map(escape, each.lines))
            yield row((escape(each.what), lines, escape(each.percent), effect, escape(each.at)))
