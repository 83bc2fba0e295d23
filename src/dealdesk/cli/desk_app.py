"""The desk on the whole screen: a list of quotes, and everything about the one that is chosen.

Everything that is shown of a quote is text; nothing in it is markup, a link or a command to the terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import DataTable, Footer, Input, Static

from dealdesk.approving import People, find_people, load_people
from dealdesk.approving.requirements import Ruling
from dealdesk.approving.words import seat, sentence
from dealdesk.cli import words
from dealdesk.cli.desk_screens import Compared, Confirm, Keys, Reason
from dealdesk.cli.registers import now
from dealdesk.cli.show_quote import price_page
from dealdesk.cli.show_record import STYLES, history
from dealdesk.cli.table import heading, lines_of, pairs, section, text
from dealdesk.desk import approvals
from dealdesk.desk.approvals import Needs
from dealdesk.errors import DealdeskError, printable
from dealdesk.register import Register, Stored, Wanted
from dealdesk.register.lifecycle import MEANINGS

VIEWS: tuple[tuple[str, Wanted], ...] = (
    ("Waiting for approval", Wanted(state="submitted", sort="changed")),
    ("Open", Wanted(is_open=True, sort="expires", descending=False)),
    ("Accepted", Wanted(state="accepted", sort="changed")),
    ("All", Wanted()),
)
"""What can be listed, by the keys 1 to 4."""

MOST = 500
"""Quotes that a list shows at most."""

LEAST_WIDTH = 40
NAME = 18
"""Columns of a customer's name in the list."""


class DeskApp(App[None]):
    """The desk.

    Args:
        register: The register that it works on.
        who: Who acts.
        clock: Returns the time.
    """

    TITLE = "dealdesk"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: $background; }
    #head { height: 1; padding: 0 1; text-style: bold; background: $panel; }
    #search { display: none; height: 3; }
    #search.open { display: block; }
    #list { width: 50%; height: 1fr; min-width: 44; overflow-x: hidden; border-right: solid $panel; }
    #detail { width: 1fr; padding: 0 2; }
    * { scrollbar-size: 1 1; }
    #said { height: auto; max-height: 4; padding: 0 1; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n + 1), f"view({n})", name, show=False) for n, (name, _) in enumerate(VIEWS)),
        Binding("a", "approve", "Approve"),
        Binding("r", "reject", "Reject"),
        Binding("s", "submit", "Submit"),
        Binding("e", "send", "Sent"),
        Binding("space", "mark", "Mark", priority=True),
        Binding("c", "compare", "Compare"),
        Binding("h", "history", "History"),
        Binding("slash", "search", "Search", key_display="/"),
        Binding("f5", "reload", "Reload", show=False),
        Binding("question_mark", "keys", "Keys", key_display="?"),
        Binding("q", "quit", "End"),
        Binding("escape", "leave", "Back", show=False),
    ]

    def __init__(self, register: Register, who: str, clock: Callable[[], datetime] = now) -> None:
        super().__init__()
        self.register, self.who, self.clock = register, who, clock
        self.view, self.needle = 0, ""
        self.found: list[Stored] = []
        self.marked: str | None = None
        self.with_history = False
        self._shown: object = None
        """What the detail was made of: after a reload the list asks for it once more."""

    # ---- what there is

    def compose(self) -> ComposeResult:
        """Lay the screen out: a line on top, a field to search with, list and detail, what was said, the keys."""
        yield Static(id="head", markup=False)
        yield Input(id="search", placeholder="part of the customer's name; Enter searches, Esc leaves")
        with Horizontal():
            table: DataTable[Text] = DataTable(id="list", cursor_type="row", zebra_stripes=False)
            yield table
            with VerticalScroll(id="detail"):
                yield Static(id="quote", markup=False)
        yield Static(id="said", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Fill the list for the first time."""
        self.action_reload()
        self.table.focus()

    @property
    def table(self) -> DataTable[Text]:
        """The list."""
        found: DataTable[Text] = self.query_one("#list", DataTable)
        return found

    @property
    def chosen(self) -> Stored | None:
        """The quote under the cursor."""
        row = self.table.cursor_row
        return self.found[row] if 0 <= row < len(self.found) else None

    def action_reload(self) -> None:
        """Read the list again, and keep the cursor on its quote."""
        name, wanted = VIEWS[self.view]
        before, at = self.chosen, self.clock()
        asked = Wanted(
            state=wanted.state,
            is_open=wanted.is_open,
            customer=self.needle or None,
            sort=wanted.sort,
            descending=wanted.descending,
            limit=MOST,
        )
        self.found = list(self.register.wanted(asked, at))
        self.table.clear(columns=True)
        currencies = {each.currency for each in self.found}
        in_one = f", {min(currencies)}" if len(currencies) == 1 else ""
        self.table.add_columns("Quote", "Customer", "State", f"Total{in_one}")
        for each in self.found:
            self.table.add_row(*self._row(each, at, several=len(currencies) > 1), key=each.number)
        searched = f" · {self.needle}" if self.needle else ""
        views = "  ".join(f"{n + 1} {each}" for n, (each, _) in enumerate(VIEWS))
        count = words.plural(len(self.found), "quote")
        self.query_one("#head", Static).update(text(f"{name}: {count}{searched}   as {self.who}   {views}"))
        numbers = [each.number for each in self.found]
        if before is not None and before.number in numbers:
            self.table.move_cursor(row=numbers.index(before.number))
        self._show()

    def _row(self, each: Stored, at: datetime, *, several: bool) -> Sequence[Text]:
        state = each.state_at(at)
        mark = "• " if each.number == self.marked else ""
        total = text(words.money(each.net, each.places) + (f" {each.currency}" if several else ""))
        total.justify = "right"
        return (
            text(f"{mark}{each.number}"),
            text(each.customer if len(each.customer) <= NAME else f"{each.customer[: NAME - 1]}…"),
            text(state, STYLES[state]),
            total,
        )

    # ---- the quote that is chosen

    def on_data_table_row_highlighted(self) -> None:
        """Show the quote under the cursor."""
        self._show()

    def _show(self) -> None:
        stored, shown = self.chosen, self.query_one("#quote", Static)
        asked = stored and (stored, stored.state_at(self.clock()), self.with_history, self.size)
        if stored is not None and asked == self._shown:
            return
        self._shown = asked
        if stored is None:
            shown.update(text("There is nothing here. 4 lists all quotes, / searches, ? tells the keys.", "dim"))
            return
        try:
            shown.update(Group(*self._detail(stored)))
        except DealdeskError as wrong:
            shown.update(text(str(wrong), "red"))

    def _detail(self, stored: Stored) -> list[RenderableType]:
        width, at = max(LEAST_WIDTH, self.query_one("#detail").size.width - 6), self.clock()
        quote = self.register.quote(stored)
        parts: list[RenderableType] = [_head(stored, at)]
        if stored.state_at(at) in ("draft", "submitted"):
            parts += _needed(approvals.needs_of(self.register, stored))
        if self.with_history:
            parts.append(history([*self.register.events(stored.number)]))
        return [part for each in (*parts, *price_page(quote, width)) for part in (each, Text(""))]

    # ---- acting

    def say(self, message: str, *, wrong: bool = False) -> None:
        """Tell in the last line what happened."""
        self.query_one("#said", Static).update(text(message, "bold red" if wrong else "bold"))

    def _act(self, work: Callable[[Stored], str]) -> None:
        """Do something with the chosen quote; a refusal is told, and nothing is lost."""
        stored = self.chosen
        if stored is None:
            self.say("no quote is chosen", wrong=True)
            return
        told = len(self.register.warnings)
        try:
            said, wrong = work(stored), False
        except DealdeskError as refused:
            said, wrong = str(refused), True
        self.say("\n".join([said, *self.register.warnings[told:]]), wrong=wrong)
        self.action_reload()

    def action_submit(self) -> None:
        """Ask those who have to approve it."""

        def work(stored: Stored) -> str:
            made = approvals.submit(
                self.register, stored.number, actor=self.who, at=self.clock(), revision=stored.revision
            )
            waits = ", ".join(seat(each) for each in made.needs.standing.open)
            return (
                f"{stored.number}: submitted; next: {waits}" if waits else f"{stored.number}: nobody has to approve it"
            )

        self._act(work)

    def action_approve(self) -> None:
        """Approve it, after a look at what that binds."""
        if (stored := self.chosen) is not None:
            question = f"Approve {stored.name} for {stored.customer}, {stored.net:,f} {stored.currency}?"
            self.push_screen(Confirm(question), self._approve)

    def _approve(self, agreed: bool | None) -> None:
        def work(stored: Stored) -> str:
            at = self.clock()
            made = approvals.approve(
                self.register,
                stored.number,
                actor=self.who,
                at=at,
                people=_people(),
                on=at.date(),
                revision=stored.revision,
            )
            waits = ", ".join(seat(each) for each in made.needs.standing.open)
            return f"{stored.number}: approved by {self.who}" + (f"; next: {waits}" if waits else "")

        if agreed:
            self._act(work)

    def action_reject(self) -> None:
        """Say no, and why."""
        if (stored := self.chosen) is not None:
            self.push_screen(Reason(f"Why is {stored.name} rejected?"), self._reject)

    def _reject(self, reason: str | None) -> None:
        def work(stored: Stored) -> str:
            at = self.clock()
            approvals.reject(
                self.register,
                stored.number,
                actor=self.who,
                at=at,
                people=_people(),
                on=at.date(),
                reason=reason or "",
                revision=stored.revision,
            )
            return f"{stored.number}: rejected by {self.who}"

        if reason:
            self._act(work)

    def action_send(self) -> None:
        """Record that the customer has it."""

        def work(stored: Stored) -> str:
            self.register.act(stored.number, "send", actor=self.who, at=self.clock(), revision=stored.revision)
            return f"{stored.number}: the customer has it"

        self._act(work)

    # ---- looking

    def action_view(self, number: int) -> None:
        """List something else."""
        self.view = number
        self.action_reload()

    def action_history(self) -> None:
        """Show what became of the quote, or leave it out again."""
        self.with_history = not self.with_history
        self._show()

    def action_mark(self) -> None:
        """Mark the quote for a comparison, or take the mark away."""
        if (stored := self.chosen) is not None:
            self.marked = None if self.marked == stored.number else stored.number
            self.action_reload()

    def action_compare(self) -> None:
        """Put the chosen quote beside the marked one, or beside its own revision before."""
        if (stored := self.chosen) is None:
            return
        try:
            other = self._other(stored)
        except DealdeskError as wrong:
            self.say(str(wrong), wrong=True)
            return
        pair = [(each.name, self.register.quote(each)) for each in (other, stored)]
        self.push_screen(Compared(pair))

    def _other(self, stored: Stored) -> Stored:
        if self.marked is not None and self.marked != stored.number:
            return self.register.find(self.marked)
        if stored.revision > 1:
            return self.register.find(stored.number, stored.revision - 1)
        raise DealdeskError("mark another quote with the space bar, then compare; this one has no earlier revision")

    def action_search(self) -> None:
        """Open the field to search with."""
        field = self.query_one("#search", Input)
        field.add_class("open")
        field.focus()

    def on_input_submitted(self, typed: Input.Submitted) -> None:
        """Search for a customer."""
        self.needle = typed.value.strip()
        self.action_leave()

    def action_leave(self) -> None:
        """Close the field; without one, forget the search."""
        field = self.query_one("#search", Input)
        if not field.has_class("open"):
            self.needle = ""
        field.remove_class("open")
        self.table.focus()
        self.action_reload()

    def action_keys(self) -> None:
        """Tell all keys."""
        self.push_screen(Keys([name for name, _ in VIEWS]))


def _head(stored: Stored, at: datetime) -> RenderableType:
    """Return what a quote is, in a few lines."""
    state = stored.state_at(at)
    return section(
        text(f"{stored.name}  {stored.customer}", "bold"),
        pairs(
            [
                ("State", lines_of(text(state, STYLES[state]), text(MEANINGS[state], "dim"))),
                ("Title", stored.title),
                ("Segment", " · ".join(each for each in (stored.segment, stored.region) if each)),
                ("Rep", stored.rep),
                ("Term", words.days(stored.start, stored.end)),
                ("Valid", f"through {words.day(stored.valid_until)}"),
                ("Catalog", f"{stored.catalog} {stored.catalog_version}"),
            ]
        ),
    )


def _needed(needs: Needs) -> list[RenderableType]:
    """Return who has to decide and why."""
    requirements, standing = needs.requirements, needs.standing
    if requirements.none:
        return [text("Nobody has to approve it.", "green")]
    parts: list[RenderableType] = []
    for each in requirements.firing:
        parts.append(Text.assemble(("! ", "bold yellow"), printable(_why(each, needs.stored.currency))))
    for one in standing.kept:
        parts.append(Text.assemble(("✓ ", "bold green"), printable(f"{one.title}: {one.person}")))
    for wanted in standing.open:
        parts.append(Text.assemble(("? ", "bold"), printable(f"waits for {seat(wanted)}")))
    return [section(heading("Approvals"), *parts)]


def _why(ruling: Ruling, currency: str) -> str:
    said = sentence(ruling, currency)
    return f"{said}  {ruling.at}" if ruling.at else said


def _people() -> People | None:
    file = find_people()
    return load_people(file) if file is not None else None
