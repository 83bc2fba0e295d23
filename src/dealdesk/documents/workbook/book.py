"""A workbook, and its sheets: everything that goes into a cell goes through here.

What customers and catalogs say is written as text, never as a formula or a link. Sheets are protected without a
password: labels and formulas against slips of the hand, inputs are open. The same content gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from dealdesk.documents.workbook.names import cell, defined_name
from dealdesk.documents.workbook.styles import number_format, style
from dealdesk.money import minor_unit

LONGEST = 32_767
"""Most characters of a cell."""

LINE = 15
"""Height of a line in pt."""

_SHEET_SIGNS = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_PAPER = {"letter": 1, "a4": 9}


class Book:
    """An XLSX in the making.

    Args:
        title: Of the file's properties.
        author: Likewise.
        created: The day that the file is dated, so that it is the same every time.
        accent: The colour of headlines, such as #0b6a5a.
        currency: Of amounts of money.
        page: "letter" or "a4".
    """

    def __init__(
        self, title: str, *, author: str, created: date, accent: str, currency: str, page: str = "letter"
    ) -> None:
        from xlsxwriter import Workbook  # type: ignore[import-untyped]

        self._stream = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        }
        self.workbook: Any = Workbook(self._stream, options)
        when = datetime.combine(created, time(), UTC).replace(tzinfo=None)
        self.workbook.set_properties({"title": title[:255], "author": author[:255], "created": when})
        self.workbook.set_calc_mode("auto")
        self.accent, self.currency, self.places = accent, currency, minor_unit(currency)
        self.names: dict[str, str] = {}
        self._page = page
        self._formats: dict[tuple[str, str], Any] = {}
        self._sheets: set[str] = set()
        self._reserved: set[str] = set()
        self._given: set[str] = set()

    def sheet(self, name: str, *, widths: Sequence[float], landscape: bool = False, footer: str = "") -> Sheet:
        """Return a new sheet: *name* is cut to what sheets may be called, *widths* are those of its columns."""
        made = " ".join(name.translate(_SHEET_SIGNS).split()).strip("'")[:31] or "Sheet"
        number = 1
        while made.casefold() in self._sheets:
            number += 1
            made = f"{made[:27]} {number}"
        self._sheets.add(made.casefold())
        raw = self.workbook.add_worksheet(made)
        raw.hide_gridlines(2)
        raw.set_paper(_PAPER.get(self._page, 9))
        raw.fit_to_pages(1, 0)
        raw.set_margins(0.7, 0.7, 0.75, 0.75)
        if landscape:
            raw.set_landscape()
        said = footer.replace("&", "&&")[:200]
        raw.set_footer(f"&L&8{' ' if said[:1].isdigit() else ''}{said}&R&8&P / &N")
        for number, width in enumerate(widths):
            raw.set_column(number, number, width)
        raw.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        return Sheet(self, raw, made, tuple(widths))

    def format(self, name: str, number: str = "") -> Any:
        """Return a style of `STYLES` with the format of its number, made once."""
        key = (name, number)
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(style(name, number, self.accent))
        return self._formats[key]

    def reserve(self, wanted: str) -> str:
        """Return a name for a cell that is to be written later, so that formulas before it can use the name."""
        made = defined_name(wanted, self._reserved)
        self._reserved.add(made.casefold())
        return made

    def name(self, wanted: str, sheet: str, row: int, col: int) -> str:
        """Give a cell a name, which formulas of all sheets may use; return it. One from `reserve` stays as it is."""
        made = wanted if wanted.casefold() in self._reserved - self._given else self.reserve(wanted)
        self._given.add(made.casefold())
        quoted = sheet.replace("'", "''")
        self.names[made] = f"='{quoted}'!{cell(row, col)}"
        self.workbook.define_name(made, self.names[made])
        return made

    def close(self) -> bytes:
        """Return the file; nothing can be added to it any more."""
        self.workbook.close()
        return self._stream.getvalue()


class Sheet:
    """One sheet; rows and columns count from 0."""

    def __init__(self, book: Book, raw: Any, name: str, widths: tuple[float, ...]) -> None:
        self.book, self.raw, self.name, self.widths = book, raw, name, widths

    def text(self, row: int, col: int, value: str, style: str = "text") -> None:
        """Write a text, whatever it looks like."""
        self.raw.write_string(row, col, value[:LONGEST], self.book.format(style))

    def across(self, row: int, value: str, columns: int, style: str = "text") -> None:
        """Write a text across the first columns, in a row as high as it needs."""
        self.raw.merge_range(row, 0, row, columns - 1, "", self.book.format(style))
        self.text(row, 0, value, style)
        if style == "title":
            self.tall(row, 30)

    def fit(self, row: int, texts: Sequence[str], widths: Sequence[float]) -> None:
        """Make a row as high as its longest text needs in its column: spreadsheets do not do that on their own."""
        lines = max(
            sum(-(-max(len(line), 1) // max(int(width * 0.94), 1)) for line in text.split("\n"))
            for text, width in zip(texts, widths, strict=False)
        )
        if lines > 1:
            self.tall(row, 15 * lines)

    def tall(self, row: int, points: float) -> None:
        """Make a row as high as its type needs."""
        self.raw.set_row(row, points)

    def texts(self, row: int, values: Sequence[str], style: str = "head", *, right: int | None = None) -> None:
        """Write texts beside each other; from the column *right* on they are aligned to the right."""
        for col, value in enumerate(values):
            self.text(row, col, value, f"{style}_right" if right is not None and col >= right else style)

    def row_of_texts(self, row: int, values: Sequence[str], style: str = "text") -> None:
        """Write texts beside each other, in a row that is as high as the longest of them needs."""
        lines = 1
        for col, value in enumerate(values):
            self.text(row, col, value, style)
            room = max(1, int(self.widths[col]) - 2) if col < len(self.widths) else 8
            lines = max(lines, sum(max(1, -(-len(line) // room)) for line in value.split("\n")))
        self.raw.set_row(row, LINE * min(lines, 20) + 1)

    def number(
        self,
        row: int,
        col: int,
        value: Decimal,
        kind: str = "number",
        *,
        decimals: int | None = None,
        style: str = "cell",
    ) -> None:
        """Write a number that no formula made; a percentage as part of 1."""
        self.raw.write_number(row, col, float(value), self._format(style, kind, decimals))

    def input(
        self,
        row: int,
        col: int,
        value: Decimal,
        kind: str = "number",
        *,
        name: str = "",
        least: Decimal | None = None,
        most: Decimal | None = None,
        decimals: int | None = None,
        help: str = "",
    ) -> str:
        """Write a number that the reader may change, within its range; return the name of the cell, or its address."""
        self.number(row, col, value, kind, decimals=decimals, style="input")
        if least is not None and most is not None:
            said = f"{_plain(least, kind)} to {_plain(most, kind)}"
            self.raw.data_validation(
                row,
                col,
                row,
                col,
                {
                    "validate": "integer" if kind == "whole" and abs(most) < 2**31 else "decimal",
                    "criteria": "between",
                    "minimum": float(least),
                    "maximum": float(most),
                    "input_title": "Input",
                    "input_message": f"{help} ({said})"[:255] if help else said[:255],
                    "error_title": "Out of range",
                    "error_message": f"A number from {said}"[:255],
                },
            )
        return self.book.name(name, self.name, row, col) if name else self.address(row, col)

    def formula(
        self,
        row: int,
        col: int,
        formula: str,
        value: Decimal,
        kind: str = "number",
        *,
        name: str = "",
        decimals: int | None = None,
        style: str = "cell",
    ) -> str:
        """Write a formula of ours, with the result that we computed; return the name of the cell, or its address."""
        self.raw.write_formula(row, col, f"={formula}", self._format(style, kind, decimals), float(value))
        return self.book.name(name, self.name, row, col) if name else self.address(row, col)

    def text_formula(self, row: int, col: int, formula: str, value: str, style: str = "warning") -> None:
        """Write a formula of ours whose result is a text; texts in it go through `quoted`."""
        self.raw.write_formula(row, col, f"={formula}", self.book.format(style), value)

    def address(self, row: int, col: int) -> str:
        """Return the address of a cell as other sheets write it: 'Savings'!$B$3."""
        quoted = self.name.replace("'", "''")
        return f"'{quoted}'!{cell(row, col)}"

    def _format(self, style: str, kind: str, decimals: int | None) -> Any:
        places = decimals if decimals is not None else {"money": self.book.places}.get(kind, 0)
        return self.book.format(style, number_format(kind, places, self.book.currency))


def quoted(text: str) -> str:
    """Return a text as a formula may hold it: at most 255 characters, quotes doubled."""
    return '"' + text[:255].replace('"', '""') + '"'


def _plain(value: Decimal, kind: str) -> str:
    shown = value * 100 if kind == "percent" else value
    text = f"{shown:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text} %" if kind == "percent" else text
