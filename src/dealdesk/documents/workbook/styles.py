"""How cells look: one ink, one accent, thin rules; inputs have a wash, so that one sees what may be changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dealdesk.documents.palette import INK, LINE, MUTED, TEXT

RULE = "#DFE4EA"
WASH = "#FFF8E1"
"""Behind what a reader may change."""

FONT = "Calibri"
"""A workbook has no typefaces in it: one that readers have."""

_BASE: Mapping[str, Any] = {"font_name": FONT, "font_size": 11, "font_color": TEXT, "valign": "top"}
_ROW: Mapping[str, Any] = {"bottom": 1, "bottom_color": RULE}
_INPUT: Mapping[str, Any] = {"bg_color": WASH, "border": 1, "border_color": LINE, "locked": False}
_TOTAL: Mapping[str, Any] = {"bold": True, "font_color": INK, "top": 1, "top_color": INK}

STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"font_size": 20, "bold": True, "font_color": INK},
    "lede": {"font_size": 12, "font_color": MUTED, "text_wrap": True},
    "heading": {"font_size": 14, "bold": True, "font_color": INK},
    "head": {"font_color": MUTED, "bottom": 1, "bottom_color": INK, "text_wrap": True, "valign": "bottom"},
    "head_right": {"font_color": MUTED, "bottom": 1, "bottom_color": INK, "text_wrap": True, "align": "right"},
    "label": {**_ROW, "text_wrap": True, "font_color": INK},
    "text": {**_ROW, "text_wrap": True},
    "note": {"font_color": MUTED, "text_wrap": True},
    "unit": {**_ROW, "font_color": MUTED, "align": "left", "indent": 1},
    "cell": {**_ROW, "align": "right"},
    "input": {**_INPUT, "align": "right"},
    "input_text": {**_INPUT, "text_wrap": True},
    "result": {**_ROW, "bold": True, "font_color": INK, "align": "right"},
    "total": {**_TOTAL, "align": "right"},
    "total_label": {**_TOTAL, "text_wrap": True},
    "headline": {"bold": True, "font_size": 16, "align": "right", "accent": True, "top": 2, "top_color": INK},
    "headline_label": {"bold": True, "font_size": 16, "font_color": INK, "top": 2, "top_color": INK},
    "warning": {"bold": True, "font_color": "#9A3412", "text_wrap": True},
}
"""Styles by name; numbers add their format to `cell`, `input`, `result`, `total` or `headline`."""


def style(name: str, number: str, accent: str) -> dict[str, Any]:
    """Return what XlsxWriter calls a format: a style by name, with the format of its number."""
    made = {**_BASE, **STYLES[name]}
    if made.pop("accent", False):
        made["font_color"] = accent
    if number:
        made["num_format"] = number
    return made


def money_format(currency: str, places: int) -> str:
    """Return the format of an amount: the sign or code of its currency, thousands, and *places* decimals."""
    from babel.numbers import get_currency_symbol

    symbol = get_currency_symbol(currency, locale="en")
    sign = f'"{symbol}{" " if symbol[-1:].isalpha() else ""}"'
    digits = "#,##0" + ("." + "0" * places if places else "")
    return f"{sign}{digits};-{sign}{digits}"


def number_format(kind: str, decimals: int, currency: str) -> str:
    """Return the format of a number: of an amount ("money"), a "percent", a "number", or "whole"."""
    if kind == "money":
        return money_format(currency, decimals)
    digits = "." + "0" * decimals if decimals else ""
    return f"0{digits}%" if kind == "percent" else f"#,##0{digits}"
