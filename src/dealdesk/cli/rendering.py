"""What `render` and `preview` have in common: which document is asked for, what it is made from, whose templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli import candidates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealdesk.book.report import BookReport
    from dealdesk.documents import Kind
    from dealdesk.documents.sources import Source
    from dealdesk.quoting.quote import Quote
    from dealdesk.sealing.private import Secret

KindName = Annotated[
    str | None,
    typer.Argument(
        metavar="KIND",
        help="The kind of document; --list shows them all.",
        show_default=False,
        autocompletion=candidates.kinds,
    ),
]
SourceFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="SOURCE",
        help="What it is made from: a deal, a case, a pilot, a review or a catalog; --list says which.",
        show_default=False,
        autocompletion=candidates.sources,
    ),
]
PageSize = Annotated[
    str | None,
    typer.Option(
        "--page",
        metavar="SIZE",
        help="a4 or letter; the customer's if left out.",
        autocompletion=candidates.page_sizes,
    ),
]
OptionName = Annotated[
    str | None,
    typer.Option(
        "--option",
        metavar="NAME",
        help="Render this option of the deal instead.",
        autocompletion=candidates.deal_options,
    ),
]
For = Annotated[
    list[str] | None,
    typer.Option(
        "--for",
        metavar="NAME=VALUE",
        help="What the document is for, such as role=cto; --list says what a kind takes.",
        show_default=False,
    ),
]
Templates = Annotated[
    Path | None,
    typer.Option(
        "--templates",
        metavar="FOLDER",
        help="Templates of your own, which go before the packaged ones file by file; "
        "the project's folder templates if left out.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """A document that is asked for: its kind, the file that it is made from, the day, and what it is for."""

    kind: Kind
    file: Path
    today: date
    options: dict[str, str]

    def read(self) -> Any:
        """Return what the document is about."""
        return source_of(self.kind).read(self.file, today=self.today, **self.options)

    def others(self, about: Any) -> tuple[Secret, ...]:
        """Return what the document may not hold beyond what its source knows: of its files, and of other customers."""
        from dealdesk.documents.kept_back import kept_back

        if self.kind.internal:
            return ()
        return (*kept_back(source_of(self.kind), self.file, self.today), *other_customers(about))


def other_customers(about: Any) -> tuple[Secret, ...]:
    """Return the names that the register of the project has, where there is one, but for whom a document is for."""
    import os

    from dealdesk.cli import terminal
    from dealdesk.desk.others import others_in
    from dealdesk.errors import DealdeskError
    from dealdesk.register import open_register
    from dealdesk.register.place import found

    place = os.environ.get("DEALDESK_REGISTER") or found(Path.cwd())
    if place is None:
        return ()
    customer = getattr(about, "customer", None)
    try:
        with open_register(str(place)) as register:
            return others_in(register, str(getattr(customer, "name", customer) or ""))
    except DealdeskError as failure:
        terminal.words(f"note: names of other customers were not looked for, since the register says: {failure}")
        return ()


def source_of(kind: Kind) -> Source:
    """Return what a kind of document is made from; that of the book is a register, which documents know nothing of."""
    from dealdesk.documents.sources import Source, source_named

    if kind.source != "book":
        return source_named(kind.source)
    return Source("book", "a register: its file, or postgresql://…", _book)


def _book(path: Path, *, today: date, **options: str) -> BookReport:
    """Return the figures of a register's book."""
    from dealdesk.cli.book_options import now_of
    from dealdesk.cli.book_report import read_report
    from dealdesk.register import open_register

    place = str(path).replace("postgresql:/", "postgresql://", 1) if str(path).startswith("postgresql:") else str(path)
    with open_register(place) as opened:
        return read_report(opened, now_of(today), None)


def asked(
    kind: str | None, file: Path | None, today: date, *, option: str | None, purposes: Sequence[str] | None
) -> Asked:
    """Return what is asked for; a usage error for a kind or an option that there is not."""
    from dealdesk.documents import kind_named
    from dealdesk.errors import RenderError

    if kind is None:
        raise typer.BadParameter("name a kind of document; `dealdesk render --list` shows them", param_hint="KIND")
    try:
        which = kind_named(kind)
    except RenderError as wrong:
        raise typer.BadParameter(
            f"{wrong}; `dealdesk render --list` tells what each is for", param_hint="KIND"
        ) from None
    if file is None:
        words = source_of(which).words
        raise typer.BadParameter(f"say what the {which.name} is made from: {words}", param_hint="SOURCE")
    options = _purposes(which, purposes or ())
    if option is not None:
        if "option" not in which.options:
            raise typer.BadParameter(f"{which.name} is not made from a deal with options", param_hint="--option")
        options["option"] = option
    return Asked(which, file, today, options)


def _purposes(kind: Kind, given: Sequence[str]) -> dict[str, str]:
    """Return what a document is for, from NAME=VALUE words."""
    from dealdesk.errors import did_you_mean

    found: dict[str, str] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not value:
            raise typer.BadParameter(f"{each} is not NAME=VALUE, such as role=cto", param_hint="--for")
        if name not in kind.options:
            known = ", ".join(kind.options) or "nothing"
            guess = did_you_mean(name, kind.options)
            hint = f"; did you mean {guess}?" if guess else ""
            raise typer.BadParameter(f"{kind.name} takes {known}, not {name}{hint}", param_hint="--for")
        if name in found:
            raise typer.BadParameter(f"{name} is given twice", param_hint="--for")
        found[name] = value
    return found


def may_be_shown(source: Any) -> bool:
    """Say on stderr what keeps a quote from being shown, or what a customer could work out of it."""
    if not hasattr(source, "findings") or not hasattr(source, "lines"):
        return True
    errors = _blocking(source)
    if not errors:
        _say(each for each in source.findings if each.code.startswith("hidden-price"))
    return not errors


def _blocking(quote: Quote) -> bool:
    errors = [each for each in quote.findings if each.severity == "error"]
    _say(errors)
    return bool(errors)


def _say(findings: Any) -> None:
    from dealdesk.cli import terminal

    for each in findings:
        terminal.words(f"{each.at + ': ' if each.at else ''}{each.severity}: {each.message} [{each.code}]")


def own_templates(kind: Kind, given: Path | None, file: Path) -> Path | None:
    """Return the folder of somebody's own templates, given or found, and say on stderr which of its files count."""
    from dealdesk.cli import terminal
    from dealdesk.documents.assets import assets, found_templates

    place = given if given is not None else found_templates(kind.folder, file, parts=kind.parts)
    own = assets(kind.folder, place, parts=kind.parts).own
    if own is not None:
        terminal.words(f"with {own.shown}")
    return place
