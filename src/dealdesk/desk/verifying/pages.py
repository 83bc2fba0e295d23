"""Whether the pages are those that the data gives: by bytes, by words, by pictures, by what the file is made of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dealdesk.desk.verifying.again import MADE, SHEETS, inside_of, is_made, kinds, made_again, same_templates
from dealdesk.desk.verifying.figures import unlike_figures
from dealdesk.desk.verifying.found import BROKEN, DATA, Verification, short
from dealdesk.errors import NotAvailable, RenderError
from dealdesk.sealing.opened import called, compared
from dealdesk.sealing.stamped import MOMENT, WRITER

if TYPE_CHECKING:
    from dealdesk.documents import Kind

WRITTEN = {"/ModDate": MOMENT, "/Producer": WRITER}
"""What a program that saves a file writes anew, and what it may look like."""


def pages(made: Verification) -> None:
    """Make the document again from its data, and compare what a reader sees."""
    known = kinds()
    words = made.inside.info.get(MADE, "").split(" ")
    kind, page, digest = words if len(words) == 3 else ("", "", "")
    if kind not in known or page not in SHEETS:
        said = f"a {kind}" if kind else "of no kind"
        made.say(
            "unproven", f"it says that it is {said}, which cannot be made again from a quote's data", field=MADE[1:]
        )
        _acting(made)
        return
    try:
        expected = made_again(made.inside.files[DATA], kind, page, made.templates)
        if not same_templates(expected, digest) and (own := _templates_beside(made, known[kind])) is not None:
            made.templates, expected = own, made_again(made.inside.files[DATA], kind, page, own)
    except NotAvailable as failure:
        made.say("unproven", f"its pages were not compared: {failure}")
        _acting(made)
        return
    except (RenderError, *BROKEN) as failure:
        made.say("altered", f"the document cannot be made from its data: {short(failure)}", field=DATA)
        return
    if is_made(made, expected):
        made.proven.append("every byte of its pages is what its data gives")
        return
    if not same_templates(expected, digest):
        _by_figures(made, kind)
        _acting(made, [each for each in made.inside.acts if "a link to" in each])  # such as templates have
        return
    _compare(made, expected)


def _templates_beside(made: Verification, kind: Kind) -> Path | None:
    """Return the templates of the project that the document lies in, where none are given."""
    from dealdesk.documents.assets import found_templates

    return found_templates(kind.folder, made.file, parts=kind.parts) if made.templates is None else None


def _compare(made: Verification, expected: bytes) -> None:
    differences = compared(made.data, expected, made.name)
    for each in differences:
        page, now, was = each["page"], each["now"], each["was"]
        if each["sort"] == "things":
            words = f"besides what its pages show, it is made of other things than its data gives: {now}"
        elif each["sort"] == "pages":
            words = f"it has {now} pages; its data gives {was}"
        elif each["sort"] == "picture":
            box = each.get("box")
            words = f"page {page} looks otherwise than its data gives" + (f", around {_place(box)}" if box else "")
        elif each["sort"] == "size":
            words = f"page {page} has another size"
        else:
            after = f', after "{each["after"]}"' if each.get("after") else ""
            words = (
                f'page {page} says "{now}"{after}; its data gives "{was}"'
                if was
                else f'page {page} has "{now}" besides'
            )
            words = words if now else f'page {page} lacks "{was}"{after}'
        made.say("altered", words, page=page, now=now, was=was)
    _information(made, expected)
    if not differences:
        made.proven.append("every page reads and looks as its data gives, though the file was written another way")


def _place(box: Sequence[int]) -> str:
    return f"{box[0]}, {box[1]} pt from the upper left"


def _information(made: Verification, expected: bytes) -> None:
    """Compare what the file says of itself, and what in it acts or lies over its pages."""
    should = inside_of(expected)
    for key in sorted(should.info.keys() | made.inside.info.keys()):
        now, was = made.inside.info.get(key, ""), should.info.get(key, "")
        if now != was and not (key in WRITTEN and WRITTEN[key].fullmatch(now)):
            made.say(
                "altered",
                f'its {key[1:]} is "{now[:120]}"; its data gives "{was[:120]}"',
                field=key[1:],
                now=now,
                was=was,
            )
    _acting(made, should.acts)


def _acting(made: Verification, known: Sequence[str] = ()) -> None:
    for each in made.inside.acts:
        if each not in known:
            made.say("altered", f"it has something that dealdesk does not put there: {each}", field="actions", now=each)


def _by_figures(made: Verification, kind: str) -> None:
    """Hold the pages of a document whose templates are not here against its data: its numbers, and its texts."""
    content = made.inside.files[DATA]
    for check, words in called(unlike_figures, made.data, content, made.name, kind=kind):
        made.say("altered", words, field=check)
    made.say(
        "unproven",
        "it was made with other templates than these: its figures were held against its data, its words were not; "
        "give --templates, or verify it with the version of dealdesk that made it",
        field=MADE[1:],
    )
