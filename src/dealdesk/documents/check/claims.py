"""Titles say what the numbers say: each one is a claim of the document, and the source bears it out.

The claims come with the document's view, as data; they are worked out here from the source's JSON, by other code than
that which wrote the titles.  What a document prints that is worked out of several figures (a share, a rest) is derived
in the same way, and counts as one of the source's numbers where it holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.numbers import squeezed
from dealdesk.documents.check.paper import Node, Paper
from dealdesk.documents.check.stated import find_in
from dealdesk.documents.claims import broken, digits, wrong_number

HEADINGS = frozenset({"H1", "H2"})


def _view(paper: Paper, source: Any) -> dict[str, Any]:
    from dealdesk.documents.assets import assets

    kind = paper.what
    return kind.view(source, assets(kind.folder, parts=kind.parts).language(paper.wanted))


def _titles(paper: Paper, source: Any) -> Iterator[Fault]:
    data = json.loads(source.to_json())
    claimed = {squeezed(each["sentence"]): each for each in _view(paper, source)["claims"]}
    printed = set()
    for sheet in paper.sheets:
        titles = [each for node in sheet.nodes for each in _headings(node)]
        if not titles and paper.what.deck:
            yield Fault("this page has no title: what stands on the slide before it does not fit there", sheet.number)
        for title in titles:
            said = squeezed(title)
            printed.add(said)
            if said not in claimed:
                yield Fault(f"the title {title[:60]!r} is no claim that is tested", sheet.number)
                continue
            for fault in broken(claimed[said], data):
                yield Fault(f"the title {title[:60]!r} does not hold: {fault}", sheet.number)
    for said, each in claimed.items():
        if said not in printed:
            yield Fault(f"the title {each['sentence'][:60]!r} is not printed")


def _headings(node: Node) -> Iterator[str]:
    if node.kind in HEADINGS:
        yield node.text().replace("\n", "")
    else:
        for each in node.kids:
            yield from _headings(each)


def _figures(paper: Paper, source: Any) -> Iterator[Fault]:
    data = json.loads(source.to_json())
    view = _view(paper, source)
    derived = [*view.get("derived", []), *(each for claim in view["claims"] for each in claim["numbers"])]
    worked_out = []
    for each in derived:
        fault = wrong_number(each, data)
        if fault is None:
            said = digits(each["text"])
            worked_out += [f"{said:f}", f"{said.scaleb(-each['shift']):f}"]
        else:
            yield Fault(f"a number that is worked out does not hold: {fault}")
    yield from find_in(paper, {"source": data, "derived": worked_out})


CHECK = Check("claims", "every title says what the source's numbers say", _titles)
FIGURES = Check("figures", "every printed number is one of the source's, or follows from them", _figures)
