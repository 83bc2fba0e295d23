"""What the desk asks and shows over its list: a yes or no, a reason, a comparison, the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import ClassVar

from rich.console import Group, RenderableType
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from dealdesk.cli import words
from dealdesk.cli.table import Column, Row, heading, pairs, section, table, text
from dealdesk.quoting.quote import Quote

_BOX = "{ width: 80%; max-width: 100; height: auto; max-height: 90%; padding: 1 2; background: $surface; }"


class Confirm(ModalScreen[bool]):
    """A question that is answered with y or n."""

    CSS = f"Confirm {{ align: center middle; }} Confirm Vertical {_BOX}"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", "Yes"),
        Binding("n,escape,q", "answer(False)", "No"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        """Show the question."""
        yield Vertical(
            Static(text(self.question, "bold"), markup=False), Static(text("y: yes   n: no", "dim"), markup=False)
        )

    def action_answer(self, agreed: bool) -> None:
        """Answer it."""
        self.dismiss(agreed)


class Reason(ModalScreen[str]):
    """A question that is answered in words; leaving it answers nothing."""

    CSS = f"Reason {{ align: center middle; }} Reason Vertical {_BOX}"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back")]

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        """Show the question and a field."""
        yield Vertical(
            Static(text(self.question, "bold"), markup=False),
            Input(placeholder="in a sentence", max_length=1000),
            Static(text("Enter: done   Esc: back", "dim"), markup=False),
        )

    def on_input_submitted(self, typed: Input.Submitted) -> None:
        """Take the reason; an empty one is none."""
        if typed.value.strip():
            self.dismiss(typed.value.strip())

    def action_leave(self) -> None:
        """Leave without a reason."""
        self.dismiss("")


class Compared(ModalScreen[None]):
    """Two quotes side by side."""

    CSS = """
    Compared { align: center middle; }
    Compared VerticalScroll { width: 94%; height: 90%; padding: 1 2; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,c", "dismiss", "Back")]

    def __init__(self, pair: Sequence[tuple[str, Quote]]) -> None:
        super().__init__()
        self.pair = pair

    def compose(self) -> ComposeResult:
        """Show both."""
        with VerticalScroll():
            yield Static(Group(*side_by_side(self.pair)), markup=False)


class Keys(ModalScreen[None]):
    """All keys."""

    CSS = f"Keys {{ align: center middle; }} Keys Vertical {_BOX}"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,enter", "dismiss", "Back")]

    def __init__(self, views: Sequence[str]) -> None:
        super().__init__()
        self.views = views

    def compose(self) -> ComposeResult:
        """Show them."""
        rows = [
            ("↑ ↓", "choose a quote"),
            *((str(n + 1), f"list: {name.lower()}") for n, name in enumerate(self.views)),
            ("a", "approve it"),
            ("r", "reject it, and say why"),
            ("s", "submit it"),
            ("e", "record that it was sent"),
            ("space", "mark it for a comparison"),
            ("c", "compare it with the marked one, or with its revision before"),
            ("h", "show what became of it"),
            ("/", "search for a customer; Esc forgets the search"),
            ("F5", "read the register again"),
            ("q", "end"),
        ]
        yield Vertical(Static(section(heading("Keys"), pairs(rows)), markup=False))


def side_by_side(pair: Sequence[tuple[str, Quote]]) -> Iterable[RenderableType]:
    """Yield two quotes side by side: what they come to, step by step, and what is in them."""
    (_, first), (_, second) = pair
    if first.currency != second.currency:
        yield text(f"They are in {first.currency} and {second.currency}; no difference is worked out.", "yellow")
    columns = [Column(breaks=True), *(Column(name, right=True) for name, _ in pair), Column("Difference", right=True)]
    yield section(heading("Price"), table(columns, _prices(first, second), wide=True))
    yield text("")
    yield section(heading("Products"), table(columns, _lines(first, second), wide=True))


def _prices(first: Quote, second: Quote) -> Iterable[Row]:
    yield ("Customer", text(first.customer.name), text(second.customer.name), "")
    yield ("Term", first.term, second.term, "")
    steps: dict[str, list[Decimal | None]] = {}
    for place, quote in enumerate((first, second)):
        for move in quote.moves:
            amounts = steps.setdefault(move.title, [None, None])
            amounts[place] = (amounts[place] or Decimal(0)) + move.amount
    for title, (one, other) in steps.items():
        yield (text(title), *_amounts(one, other, first, second))
    yield (text("Net", "bold"), *_amounts(first.totals.net, second.totals.net, first, second))


def _lines(first: Quote, second: Quote) -> Iterable[Row]:
    found: dict[tuple[str, str], list[Decimal | None]] = {}
    names: dict[tuple[str, str], str] = {}
    for place, quote in enumerate((first, second)):
        for line in quote.lines:
            key = (line.sku, line.charge)
            names[key] = line.name if not line.charge_name else f"{line.name}, {line.charge_name}"
            amounts = found.setdefault(key, [None, None])
            amounts[place] = (amounts[place] or Decimal(0)) + line.net
    for key, (one, other) in found.items():
        yield (text(names[key]), *_amounts(one, other, first, second))


def _amounts(one: Decimal | None, other: Decimal | None, first: Quote, second: Quote) -> tuple[str, str, str]:
    shown = [
        "" if amount is None else words.money(amount, quote.places) for amount, quote in ((one, first), (other, second))
    ]
    if first.currency != second.currency:
        return shown[0], shown[1], ""
    change = (other or Decimal(0)) - (one or Decimal(0))
    sign = "+" if change > 0 else ""
    return shown[0], shown[1], f"{sign}{words.money(change, first.places)}" if change else ""
