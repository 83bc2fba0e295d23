"""CSV files with the line and column of every field."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dealdesk.errors import InputError, Mistake, Place

MOST_BYTES = 8 << 20
"""Most bytes of a file."""
MOST_ROWS = 20_000
"""Most rows."""
MOST_COLUMNS = 200
"""Most columns."""
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its text without quotes, and where it begins; line and column count from 1."""

    text: str
    line: int
    column: int
    length: int


@dataclass(frozen=True)
class Sheet:
    """A CSV file: the fields of its head, and of its rows; empty rows are left out."""

    name: str
    lines: list[str]
    delimiter: str
    head: tuple[Field, ...]
    rows: tuple[tuple[Field, ...], ...]

    def mistake(self, field: Field, message: str, *, allowed: str | None = None, hint: str | None = None) -> Mistake:
        """Return a mistake at a field."""
        place = Place(self.name, field.line, field.column, max(field.length, 1))
        return Mistake(message, place, self.lines[field.line - 1], allowed, hint, "csv")


def read_sheet(file: Path, *, delimiter: str | None = None) -> Sheet:
    """Read a CSV file.

    Args:
        file: The file, UTF-8 text whose first row names the columns.
        delimiter: What stands between fields; of `,` `;` `|` and tab the one that the first line has most of, if left
            out.

    Raises:
        InputError: It cannot be read, is too large, or is no table; every bad row is named with its place.
    """
    name = str(file)
    start = Place(name, 1, 1)
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or str(failure)
        raise InputError(Mistake(f"cannot read {name}: {reason}", code="unread")) from None
    if len(data) > MOST_BYTES:
        raise InputError(Mistake("the file is too large", start, None, f"at most {MOST_BYTES:,} bytes", code="size"))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as broken:
        place = Place(name, data.count(b"\n", 0, broken.start) + 1, 1)
        hint = "save it as UTF-8: spreadsheets offer “CSV UTF-8”"
        raise InputError(Mistake("the file is not UTF-8 text", place, hint=hint, code="encoding")) from None
    lines = text.split("\n")
    used = delimiter or max(DELIMITERS, key=lambda each: (lines[0].count(each), -DELIMITERS.index(each)))
    rows = _rows(name, text, lines, used)
    if not rows:
        raise InputError(Mistake("the file is empty", start, hint="its first row names the columns", code="csv"))
    sheet = Sheet(name, lines, used, rows[0], tuple(rows[1:]))
    _check(sheet)
    return sheet


def _check(sheet: Sheet) -> None:
    """Refuse heads that name a column twice, and rows with more or fewer fields than the head."""
    wrong = []
    seen: dict[str, Field] = {}
    for field in sheet.head:
        key = field.text.strip().casefold()
        if key and key in seen:
            wrong.append(sheet.mistake(field, f"two columns are named {field.text.strip()}", hint="rename one of them"))
        seen[key] = field
    count = len(sheet.head)
    if count > MOST_COLUMNS or len(sheet.rows) > MOST_ROWS:
        message = f"the table has {count:,} columns and {len(sheet.rows):,} rows"
        allowed = f"up to {MOST_COLUMNS:,} columns and {MOST_ROWS:,} rows"
        raise InputError(sheet.mistake(sheet.head[0], message, allowed=allowed))
    for row in sheet.rows:
        if len(row) != count:
            message = f"the row has {len(row)} field{'s' if len(row) != 1 else ''}, the head has {count}"
            wrong.append(
                sheet.mistake(row[min(count, len(row) - 1)], message, hint="text with a separator needs quotes")
            )
    if not sheet.rows and not wrong:
        wrong.append(sheet.mistake(sheet.head[0], "the file has a head and no rows"))
    if wrong:
        raise InputError(wrong[:100])


def _rows(name: str, text: str, lines: list[str], delimiter: str) -> list[tuple[Field, ...]]:
    """Return the fields of all rows that are not empty."""
    rows: list[tuple[Field, ...]] = []
    row: list[Field] = []
    at, line, begin, size = 0, 1, 0, len(text)
    while at <= size:
        field_line, field_at = line, at
        if text[at : at + 1] == '"':
            value, at, line, begin = _quoted(name, text, lines, at, line, begin)
            column = field_at - _line_start(text, field_at) + 1
            length = at - field_at if line == field_line else 1
            if at < size and text[at] not in (delimiter, "\n"):
                place = Place(name, line, at - begin + 1)
                message = "text after the closing quote"
                hint = 'a quote inside a quoted text is written twice: ""'
                raise InputError(Mistake(message, place, lines[line - 1], None, hint, "csv"))
        else:
            ends = [end for end in (text.find(delimiter, at), text.find("\n", at)) if end >= 0]
            end = min(ends, default=size)
            value, column, length = text[at:end], at - begin + 1, end - at
            at = end
        row.append(Field(value, field_line, column, length))
        if at >= size or text[at] == "\n":
            if any(field.text.strip() for field in row):
                rows.append(tuple(row))
            row = []
            line, begin = line + 1, at + 1
            if at >= size:
                break
        at += 1
    return rows


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _quoted(name: str, text: str, lines: list[str], at: int, line: int, begin: int) -> tuple[str, int, int, int]:
    """Return a quoted text, where it ends, and the line that it ends in."""
    start, first, parts = at, line, []
    at += 1
    while True:
        end = text.find('"', at)
        if end < 0:
            place = Place(name, first, start - _line_start(text, start) + 1)
            raise InputError(Mistake("the quoted text has no end", place, lines[first - 1], None, None, "csv"))
        part = text[at:end]
        parts.append(part)
        if breaks := part.count("\n"):
            line, begin = line + breaks, _line_start(text, end)
        if text[end + 1 : end + 2] != '"':
            return "".join(parts), end + 1, line, begin
        parts.append('"')
        at = end + 2
