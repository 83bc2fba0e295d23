"""`dealdesk audit`: whether the register is what was recorded, and its log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli.options import Json
from dealdesk.cli.pages import Group, Page, group
from dealdesk.cli.registers import RegisterUrl, now, opened

if TYPE_CHECKING:
    from dealdesk.desk.auditing import Printed
    from dealdesk.register.audit import Verdict

EXAMPLES = """\b
Examples:
  dealdesk audit verify
  dealdesk audit log --number Q-2026-00001
  dealdesk audit head
"""
VERIFY = """\b
Examples:
  dealdesk audit verify
  dealdesk audit verify --policy
  dealdesk audit verify --head yesterday.head
  dealdesk audit verify --against sent/Q-2026-00041.pdf --against sent/Q-2026-00042.pdf
  dealdesk audit verify --expect sha256:5a3932042a94ab5bde0c3165d445ba168cef573335da2659a6e3520bc082d23f

\b
--against reads from a quote's PDF which entry recorded it and which approved it; the newest PDF proves most. --expect
takes such a record as it is printed. The head is in register.head beside the register, that of a server in .dealdesk;
a copy of it in git, or any PDF, shows when somebody has put an older database in its place.
Exit codes: 0 all is as recorded, 1 something is not.
"""
LOG = """\b
Examples:
  dealdesk audit log
  dealdesk audit log --number Q-2026-00001 --json
  dealdesk audit log --kind approve --who ann --since 2026-11-01
"""
HEAD = "\b\nExample:\n  dealdesk audit head >> heads.txt"

HEX_DIGITS = 64
"""Of a SHA-256."""

app = group("audit", Group, "Prove that nobody changed the register, and read its log.", EXAMPLES)


@app.command("verify", cls=Page, epilog=VERIFY)
def verify(
    head: Annotated[
        Path | None,
        typer.Option("--head", metavar="FILE", help="Heads kept elsewhere, a line each; the one here if left out."),
    ] = None,
    expect: Annotated[
        list[str] | None, typer.Option("--expect", metavar="HASH", help="A record that a document prints; repeatable.")
    ] = None,
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", metavar="PDF", help="A quote's PDF, whose record has to be there; repeatable."),
    ] = None,
    policy: Annotated[
        bool, typer.Option("--policy", help="Judge every approval again by the policy of its catalog; takes longer.")
    ] = False,
    register: RegisterUrl = None,
    as_json: Json = False,
) -> int:
    """Check every row of the register, and its log.

    Rows are held against the log, the log against its head and against what documents print.
    """
    from dataclasses import replace

    from dealdesk.cli import terminal
    from dealdesk.register.audit import verify as verified
    from dealdesk.register.head import read_all

    wanted = [_whole(each) for each in expect or ()]
    printed = _printed(against or ())
    with opened(register) as book:
        file = head or book.head_file
        heads = read_all(file) if file is not None else ()
        if not heads and head is not None:
            raise typer.BadParameter(f"there is no file {head}", param_hint="--head")
        known = max(heads, key=lambda each: each.count, default=None)
        earlier = [each.hash for each in heads if each.count and each is not known]
        found = verified(book, known, [*wanted, *earlier])
        if printed:
            from dealdesk.desk.auditing import unlike

            found = replace(found, faults=(*found.faults, *unlike(book, printed)))
        if policy:
            from dealdesk.desk.rejudging import unapproved

            found = replace(found, faults=(*found.faults, *unapproved(book)))
        place = book.place
    if as_json:
        terminal.json(
            {
                "register": found.head.register,
                "entries": found.entries,
                "versions": found.versions,
                "contents": found.contents,
                "head": found.head.hash,
                "head_known": known is not None,
                "ahead": found.ahead,
                "unvouched": found.unvouched,
                "one_login": found.one_login,
                "documents": [each.document for each in printed],
                "faults": [{name: getattr(each, name) for name in each.__slots__} for each in found.faults],
            }
        )
    else:
        terminal.result("\n".join([*_lines(found, place), *_gone_with(found, printed)]))
    return int(bool(found.faults))


def _whole(record: str) -> str:
    """Return a record as it was given; one that is no hash, or the start of one, would look like a log written anew."""
    digits = record.removeprefix("sha256:")
    if len(digits) != HEX_DIGITS or set(digits.lower()) - set("0123456789abcdef"):
        said = f"{record} is no record: a document prints it whole, sha256: and {HEX_DIGITS} digits"
        raise typer.BadParameter(said, param_hint="--expect")
    return record


def _printed(files: Sequence[Path]) -> list[Printed]:
    if not files:
        return []
    from dealdesk.desk.auditing import printed_in

    return [printed_in(each) for each in files]


def _gone_with(found: Verdict, printed: Sequence[Printed]) -> list[str]:
    if not printed or found.faults:
        return []
    from dealdesk.cli.words import plural

    return [f"It has what {plural(len(printed), 'document')} printed; whether those are genuine, dealdesk verify says."]


def _lines(found: Verdict, place: str) -> list[str]:
    from dealdesk.cli.words import plural

    lines = [str(each) for each in found.faults]
    counts = ((found.entries, "entry"), (found.versions, "version"), (found.contents, "content"))
    seen = f"{place}: {', '.join(plural(count, noun) for count, noun in counts)}"
    if found.faults:
        return [*lines, f"{seen}: {plural(len(found.faults), 'fault')}"]
    lines.append(f"{seen}: all as recorded")
    if found.unvouched:
        lines.append(
            f"{plural(found.unvouched, 'decision')} from before people were recorded: nobody can tell whether "
            "they were allowed."
        )
    if found.one_login:
        lines.append(
            f"{plural(found.one_login, 'decision')} with the login of the one who had asked, under another name: "
            "`dealdesk audit log` shows logins."
        )
    if found.known is None:
        lines.append("There is no head outside the database: entries cut off its end would not be seen.")
    elif found.ahead:
        newer = "The last of them is" if found.ahead == 1 else f"The last {found.ahead:,} of them are"
        lines.append(f"{newer} newer than the head that was looked at.")
    return lines


@app.command("log", cls=Page, epilog=LOG)
def log(
    number: Annotated[str | None, typer.Option("--number", metavar="NUMBER", help="About this quote.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="WHAT", help="Such as create, approve or send.")] = None,
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="By this person.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="On this day or later.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="On this day or before.")] = None,
    last: Annotated[
        int, typer.Option("--last", metavar="N", min=1, max=1_000_000, help="Only the last so many.")
    ] = 100,
    register: RegisterUrl = None,
    as_json: Json = False,
) -> int:
    """Print the log, the oldest entry first."""
    from dealdesk.cli import terminal
    from dealdesk.cli.show_record import DONE, event_report, log_page

    if kind is not None and kind not in DONE:
        raise typer.BadParameter(f"there is no {kind}; one of {', '.join(DONE)}", param_hint="--kind")
    with opened(register) as book:
        found = [*book.events(number, kind=kind, actor=who, since=_start(since), until=_end(until), last=last + 1)]
    if len(found) > last:
        found = found[1:]
        terminal.words("note: there are earlier entries; --last N shows more")
    if as_json:
        terminal.json([event_report(each) for each in found])
    else:
        terminal.page(*log_page(found))
    return 0


def _start(given: str | None) -> datetime | None:
    from dealdesk.cli.options import iso_day

    return None if given is None else datetime.combine(iso_day(given), datetime.min.time(), now().tzinfo)


def _end(given: str | None) -> datetime | None:
    from dealdesk.cli.options import iso_day

    return None if given is None else datetime.combine(iso_day(given), datetime.max.time(), now().tzinfo)


@app.command("head", cls=Page, epilog=HEAD)
def head(register: RegisterUrl = None) -> int:
    """Print where the log ends, in one line to keep elsewhere.

    `audit verify --head FILE` reads it.
    """
    from dealdesk.cli import terminal
    from dealdesk.register.head import text_of

    with opened(register) as book:
        terminal.result(text_of(book.head()))
    return 0
