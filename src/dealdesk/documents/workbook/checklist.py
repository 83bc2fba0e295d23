"""The readiness checklist as a workbook: owner, status and date are filled in, everything else is protected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.palette import palette
from dealdesk.documents.workbook.book import Book, Sheet

if TYPE_CHECKING:
    from dealdesk.documents.document import Document

WIDTHS = (12, 40, 30, 16, 14, 34, 34, 26, 20, 14, 30)
FIRST = 6
"""Row of the first requirement, from 0."""

OWNER, STATUS, DATE, REMARK = 7, 8, 9, 10
"""Columns that are filled in."""

LONGEST_LIST = 255
"""Characters of a drop-down list that spreadsheets take, with its commas."""


def checklist_workbook(document: Document) -> bytes:
    """Return the workbook of a readiness checklist."""
    made, view = document.source, document.view
    words, top = view["t"]["checklist"], view["head"]
    book = Book(
        top["title"], author=top["author"], created=made.day, accent=palette(made.accent).accent,
        currency=made.currency, page=document.page,
    )  # fmt: skip
    sheet = book.sheet(words["sheet"], widths=WIDTHS, landscape=True, footer=top["footer"])
    sheet.across(0, top["title"], len(WIDTHS), "title")
    for row, sentence in enumerate(view["scope"][:3], 1):
        sheet.across(row, sentence, len(WIDTHS), "note")
    columns = words["columns"]
    labels = [
        words["sort"], columns["requirement"].partition(" ")[0], words["feature"], columns["soc2"], columns["gdpr"],
        columns["evidence"], columns["left"], columns["owner"], words["status"], words["date"], words["remark"],
    ]  # fmt: skip
    sheet.texts(FIRST - 1, labels)
    rows = [(name, each) for name in ("features", "absent", "own") for each in view[name]]
    for at, (_, each) in enumerate(rows, FIRST):
        _row(sheet, at, each, view["states"][each["state"]])
    last = FIRST + len(rows) - 1
    _fields(sheet, last, sorted({each["owner"] for _, each in rows}), list(words["statuses"].values()), words)
    _counts(book, words, sheet, last)
    return book.close()


def _row(sheet: Sheet, at: int, row: dict[str, str], state: str) -> None:
    left = row["needs"] or row["gap"]
    texts = [state, row["requirement"], row["feature"], row["soc2"], row["gdpr"], row["evidence"], left]
    for col, text in enumerate(texts):
        sheet.text(at, col, text, "label" if col == 1 else "text")
    sheet.fit(at, [*texts, row["owner"]], WIDTHS)
    for col, text in ((OWNER, row["owner"]), (STATUS, ""), (DATE, ""), (REMARK, "")):
        sheet.text(at, col, text, "input_text")


def _fields(sheet: Sheet, last: int, owners: list[str], statuses: list[str], words: dict[str, Any]) -> None:
    """Make owner and status drop-down lists, dates dates, and all columns to be filtered."""
    raw = sheet.raw
    if len(",".join(owners)) <= LONGEST_LIST and not any("," in each for each in owners):
        named = {
            "validate": "list",
            "source": owners,
            "error_type": "information",
            "error_message": words["other_owner"],
        }
        raw.data_validation(FIRST, OWNER, last, OWNER, named)
    raw.data_validation(
        FIRST, STATUS, last, STATUS, {"validate": "list", "source": statuses, "error_message": words["one_status"]}
    )
    from datetime import date

    raw.data_validation(
        FIRST,
        DATE,
        last,
        DATE,
        {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1), "error_message": words["a_date"]},
    )
    raw.autofilter(FIRST - 1, 0, last, REMARK)
    raw.freeze_panes(FIRST, 2)
    raw.repeat_rows(FIRST - 1)
    raw.protect(
        "",
        {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True, "select_locked_cells": True},
    )


def _counts(book: Book, words: dict[str, Any], rows: Sheet, last: int) -> None:
    """Write how many rows have which status, live."""
    from decimal import Decimal

    from dealdesk.documents.workbook.names import cell

    sheet = book.sheet(words["progress"], widths=(34, 14))
    sheet.text(0, 0, words["progress"], "title")
    sheet.texts(2, [words["status"], words["rows"]], right=1)
    name = rows.name.replace("'", "''")
    span = f"'{name}'!{cell(FIRST, STATUS)}:{cell(last, STATUS)}"
    count = last - FIRST + 1
    for at, status in enumerate(words["statuses"].values(), 3):
        sheet.text(at, 0, status, "label")
        sheet.formula(at, 1, f"COUNTIF({span},{cell(at, 0)})", Decimal(0), "whole")
    at = 3 + len(words["statuses"])
    sheet.text(at, 0, words["open"], "label")
    sheet.formula(at, 1, f"{count}-SUM({cell(3, 1)}:{cell(at - 1, 1)})", Decimal(count), "whole", name="open_rows")
    sheet.text(at + 2, 0, words["footer"].replace("{vendor} · ", ""), "note")
