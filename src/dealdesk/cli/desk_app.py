"""The desk on the whole screen: a list of quotes, and everything about the one that is chosen.

Everything that is shown of a quote is text; nothing in it is markup, a link or a command to the terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import DataTable, Footer, Input, Static

from dealdesk.cli import words
from dealdesk.cli.desk_acting import Acting
from dealdesk.cli.desk_detail import head, listed, needed
from dealdesk.cli.desk_screens import Compared, Keys
from dealdesk.cli.registers import now
from dealdesk.cli.show_quote import price_page
from dealdesk.cli.show_record import history
from dealdesk.cli.table import text
from dealdesk.desk import approvals
from dealdesk.errors import DealdeskError
from dealdesk.register import Register, Stored, Wanted

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


class DeskApp(Acting):
    """The desk.

    Args:
        register: The register that it works on.
        who: Who acts.
        clock: Returns the time.
        warning: What is said first.
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
    Footer { scrollbar-size: 0 0; }
    #said { height: auto; max-height: 4; padding: 0 1; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n + 1), f"view({n})", name, show=False) for n, (name, _) in enumerate(VIEWS)),
        Binding("a", "approve", "Approve"),
        Binding("r", "reject", "Reject"),
        Binding("s", "submit", "Submit"),
        Binding("e", "send", "Sent"),
        Binding("space", "mark", "Mark", show=False, priority=True),
        Binding("c", "compare", "Compare"),
        Binding("h", "history", "History"),
        Binding("slash", "search", "Search", key_display="/"),
        Binding("f5", "reload", "Reload", show=False),
        Binding("question_mark", "keys", "Keys", key_display="?"),
        Binding("q", "quit", "End"),
        Binding("escape", "leave", "Back", show=False),
    ]

    def __init__(self, register: Register, who: str, clock: Callable[[], datetime] = now, warning: str = "") -> None:
        super().__init__(register, who, clock)
        self.warning = warning
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
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """Fill the list for the first time."""
        self.action_reload()
        self.table.focus()
        if self.warning:
            self.say(self.warning, wrong=True)

    def on_resize(self) -> None:
        """Lay the list out anew: how much of it there is room for has changed."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self.query("#list"):  # not while another page lies on top
            self.action_reload()

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
        _, wanted = VIEWS[self.view]
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
        width = self.table.scrollable_content_region.width
        heads, lines = listed(self.found, at, marked=self.marked, width=width, one_state=wanted.state is not None)
        for title, *cells in zip(heads, *lines, strict=True):
            self.table.add_column(title, width=max(each.cell_len for each in (title, *cells)))
        for each, line in zip(self.found, lines, strict=True):
            self.table.add_row(*line, key=each.number)
        count = words.plural(len(self.found), "quote") + (f" · {self.needle}" if self.needle else "")
        views = [f"{n + 1} {each}" + (f": {count}" if n == self.view else "") for n, (each, _) in enumerate(VIEWS)]
        self.query_one("#head", Static).update(text(f"{'  '.join(views)}   as {self.who}"))
        numbers = [each.number for each in self.found]
        if before is not None and before.number in numbers:
            self.table.move_cursor(row=numbers.index(before.number))
        self._show()

    # ---- the quote that is chosen

    def on_data_table_row_highlighted(self) -> None:
        """Show the quote under the cursor."""
        if self.query("#list"):  # not while another page lies on top, nor when all is being taken away at the end
            self._show()

    def _show(self) -> None:
        stored, shown = self.chosen, self.query_one("#quote", Static)
        width = self.query_one("#detail").size.width
        asked = stored and (stored, stored.state_at(self.clock()), self.with_history, width)
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
        parts: list[RenderableType] = [head(stored, at)]
        if stored.state_at(at) in ("draft", "submitted"):
            parts += needed(approvals.needs_of(self.register, stored))
        if self.with_history:
            parts.append(history([*self.register.events(stored.number)]))
        return [part for each in (*parts, *price_page(quote, width)) for part in (each, Text(""))]

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
