"""`dealdesk quote wizard`: a deal by questions, with its price while it grows."""

from __future__ import annotations

import os
import re
import shlex
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import Today, quote_day
from dealdesk.cli.pages import Page
from dealdesk.cli.registers import ActingAs, RegisterUrl

if TYPE_CHECKING:
    from dealdesk.cli.answers import Answers, Question

EXAMPLES = """\b
Examples:
  dealdesk quote wizard
  dealdesk quote wizard --catalog stellar-logic --customer "Northwind Bank"
  dealdesk quote wizard --catalog stellar-logic --customer Northwind --line gaming --months 36 \\
    -o deals/northwind.toml --record

Each question is one of these options: what is given is not asked. Without a terminal nothing is asked at all.
"""
TRIES = 5
"""Answers to one question that cannot be used after which it ends."""

STOPPED = 130
"""Exit code when the person ends it with Ctrl-C, as of other programs."""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("wizard", cls=Page, epilog=EXAMPLES)
def wizard(
    catalog: Annotated[
        str | None, typer.Option(metavar="ID|PATH", help="The catalog.", autocompletion=candidates.catalogs)
    ] = None,
    customer: Annotated[str | None, typer.Option(metavar="NAME", help="The customer.")] = None,
    segment: Annotated[
        str | None, typer.Option(metavar="ID", help="The customer's segment.", autocompletion=candidates.segments)
    ] = None,
    line: Annotated[
        list[str] | None,
        typer.Option(metavar="SKU[:QUANTITY]", help="A product; may be repeated.", autocompletion=candidates.skus),
    ] = None,
    months: Annotated[str | None, typer.Option(metavar="N", help="The term; 12 if left out.")] = None,
    start: Annotated[str | None, typer.Option(metavar="DATE", help="The first day.")] = None,
    billing: Annotated[
        str | None,
        typer.Option(metavar="HOW", help="Annual, quarterly, monthly or upfront.", autocompletion=candidates.billings),
    ] = None,
    usage: Annotated[
        list[str] | None, typer.Option(metavar="[SKU.]CHARGE=N", help="Estimated usage; may be repeated.")
    ] = None,
    discount: Annotated[str | None, typer.Option(metavar="PERCENT", help="A discount on the whole deal.")] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="The deal file; deals/CUSTOMER.toml if left out."),
    ] = None,
    record: Annotated[
        bool | None,
        typer.Option("--record/--no-record", help="Record it as a quote, or only write the deal.", show_default=False),
    ] = None,
    today: Today = None,
    register: RegisterUrl = None,
    acting: ActingAs = None,
) -> int:
    """Put a deal together by questions: products, term, discount; its price stands below each answer.

    It ends with a deal file, which can be changed by hand, and with a recorded quote if that is wanted.
    """
    from dealdesk.cli import terminal
    from dealdesk.cli.answers import Answers

    given: dict[str, Any] = {
        "catalog": catalog,
        "customer": customer,
        "segment": segment,
        "line": line,
        "months": months,
        "start": start,
        "billing": billing,
        "usage": usage,
        "discount": discount,
    }
    answers = Answers({name: value for name, value in given.items() if value}, quote_day(today))
    asks = sys.stdin.isatty() and sys.stderr.isatty()
    if not asks and (missing := answers.missing()):
        raise typer.BadParameter(
            f"there is no terminal to ask at; give {' and '.join(f'--{each}' for each in missing)}", param_hint="wizard"
        )
    try:
        if asks:
            _ask_all(answers)
        quote = answers.quote()
        from dealdesk.cli.show_quote import quote_page

        terminal.page(*quote_page(quote, terminal.width(), definitions=False))
        file = out if out is not None else _file(answers, asks=asks)
        _write(answers, file)
        wants = record if record is not None else asks and _yes("Record it as a quote?", usual=False)
    except (KeyboardInterrupt, EOFError):
        terminal.words("\nended; nothing more was written")
        return STOPPED
    terminal.words(f"the same without questions:\n  {_command(answers, file)}")
    if not wants:
        terminal.words(f"next: dealdesk quote new {shlex.quote(str(file))}")
        return 0
    from dealdesk.cli.quote_new import new

    return new(file, None, None, None, today, register, acting, False)


def _ask_all(answers: Answers) -> None:
    """Ask everything that has not been said, and show what it costs after each answer."""
    from dealdesk.cli import terminal
    from dealdesk.cli.show_wizard import advice, remarks, sofar
    from dealdesk.cli.wizard import QUESTIONS

    for question in QUESTIONS:
        if answers.given.get(question.name) or (text := question.ask(answers)) is None:
            continue
        _ask(answers, question, text)
    if answers.given.get("line"):
        found = advice(answers)
        for each in found:
            _say(f"advice: {each}")
        if found and _yes("Change the products once more?", usual=False):
            lines = next(each for each in QUESTIONS if each.name == "line")
            _ask(answers, lines, lines.ask(answers) or "")
        quote = answers.quote()
        for each in remarks(quote):
            _say(each)
        _say(sofar(quote))
        terminal.words("")


def _ask(answers: Answers, question: Question, text: str) -> None:
    from dealdesk.cli import terminal
    from dealdesk.cli.show_wizard import failure, sofar
    from dealdesk.errors import DealdeskError, InputError

    terminal.words("")
    _say(text, "")
    offers = question.offers(answers)
    for number, (name, said) in enumerate(offers, 1):
        terminal.words(f"  {number:>2}  {name}" + (f"  {said}" if said else ""))
    tries = 0
    while tries < TRIES:
        usual = question.usual(answers)
        typed = _line(f"[{usual}] " if usual else "", [name for name, _ in offers])
        if not typed:
            if usual is None:
                tries += 1
                terminal.words("  an answer is needed")
                continue
            if usual:
                question.take(answers, usual)
            return
        try:
            if not typed.isprintable():
                raise InputError("there are signs in it that cannot be printed")
            question.take(answers, typed)
        except DealdeskError as wrong:
            tries += 1
            _say(failure(wrong))
            continue
        tries = 0
        if answers.given.get("line"):
            _say(sofar(answers.quote()))
        if not question.again:
            return
    raise InputError(f"{TRIES} answers could not be used; say it with --{question.name} and run it again")


def _line(prompt: str, names: Sequence[str] = ()) -> str:
    """Return what the person types, with arrow keys, and Tab for *names*; EOFError when there is no more."""
    if _edits(names):
        return input(f"  {prompt}> ").strip()
    sys.stderr.write(f"  {prompt}> ")
    sys.stderr.flush()
    typed = sys.stdin.readline()
    if not typed:
        raise EOFError
    return typed.strip()


def _edits(names: Sequence[str]) -> bool:
    """Have lines edited in the usual way, where this terminal can; return whether it can."""
    if not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        return False
    try:
        import readline
    except ImportError:  # not everywhere
        return False
    readline.set_completer_delims("")
    readline.set_completer(lambda typed, n: [*(each for each in names if each.startswith(typed)), None][n])
    readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")
    return True


def _say(text: str, indent: str = "  ") -> None:
    """Write a sentence for people, with its lines broken between words."""
    from textwrap import wrap

    from dealdesk.cli import terminal
    from dealdesk.errors import printable

    for line in wrap(printable(text), terminal.width(), initial_indent=indent, subsequent_indent=indent):
        terminal.words(line)


def _yes(question: str, *, usual: bool) -> bool:
    from dealdesk.cli import terminal

    terminal.words(f"\n{question} {'[Y/n]' if usual else '[y/N]'}")
    typed = _line("").casefold()
    return usual if not typed else typed.startswith("y")


def _file(answers: Answers, *, asks: bool) -> Path:
    """Return the deal file: deals/CUSTOMER.toml, or another name where that is taken."""
    from dealdesk.cli import terminal

    plain = unicodedata.normalize("NFKD", answers.given["customer"]).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "deal"
    file, number = Path("deals", f"{name}.toml"), 2
    while file.exists():
        file, number = Path("deals", f"{name}-{number}.toml"), number + 1
    if not asks:
        return file
    terminal.words("\nWhere to write the deal?")
    while True:
        typed = _line(f"[{file}] ")
        wanted = Path(typed) if typed else file
        if (problem := _refused(wanted)) is None:
            return wanted
        terminal.words(f"  {problem}")


def _refused(file: Path) -> str | None:
    """Return why a deal cannot be written there, or None."""
    from dealdesk.errors import printable

    if file.suffix != ".toml":
        return f"{printable(str(file))} is no name of a deal; it ends in .toml"
    if file.exists():
        return f"{printable(str(file))} is there already; name another file"
    return None


def _write(answers: Answers, file: Path) -> None:
    """Write the deal file; one that is there already is left alone."""
    from dealdesk.cli import terminal
    from dealdesk.errors import WriteError, printable
    from dealdesk.quoting.toml import toml_text
    from dealdesk.writing import make_folder, write_file

    if (problem := _refused(file)) is not None:
        raise WriteError(problem)
    if file.parent == Path("deals"):
        make_folder(file.parent)
    write_file(str(file), toml_text(answers.data()).encode())
    terminal.words(f"{printable(str(file))}: written")


def _command(answers: Answers, file: Path) -> str:
    from dealdesk.cli.show_wizard import plain_options
    from dealdesk.errors import printable

    words = ["dealdesk", "quote", "wizard", *plain_options(answers.given), "-o", str(file)]
    return printable(shlex.join(words))
