"""What a savings estimate shows: the headline, what came out and how, what went in, and what it rests on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dealdesk.documents.language import NBSP, Language
from dealdesk.documents.palette import palette
from dealdesk.documents.view.head import cut
from dealdesk.documents.view.key_figures import figure, in_rows
from dealdesk.documents.view.table import Column, table
from dealdesk.documents.view.writer import ems, step
from dealdesk.value.savings import Asked, Result, Savings, Table

FIGURES = 4
"""Most key figures below the title."""


def savings_view(made: Savings, language: Language) -> dict[str, Any]:
    """Return the view of a savings estimate: formatted strings, in dicts and lists."""
    writer = Numbers(made, language)
    colours = palette(made.accent)
    return {
        "lang": language.code,
        "t": dict(language.texts),
        "colours": {"accent": colours.accent, "tint": colours.tint},
        "head": _head(writer),
        "figures": _figures(writer),
        "warnings": [language.tidy(_sentence(each.message)) for each in made.checks if not each.met],
        "results": _results(writer),
        "inputs": _inputs(writer) if made.inputs else None,
        "tables": [_rows(writer, each) for each in made.tables],
        "capture": _capture(writer),
        "assumptions": [
            {
                "text": language.tidy(each.text),
                "source": language.tidy(each.source),
                "confidence": language.say(f"savings.confidence.{each.confidence}"),
                "note": language.say("savings.illustrative", note=language.tidy(each.note)) if each.note else "",
            }
            for each in made.assumptions
        ],
        "note": language.say("savings.illustrative", note=language.tidy(made.note)) if made.illustrative else "",
    }


class Numbers:
    """How the numbers of an estimate are written."""

    def __init__(self, made: Savings, language: Language) -> None:
        self.made, self.language, self.say = made, language, language.say
        self._money: dict[int, Any] = {}

    def money(self, value: Decimal, places: int) -> str:
        """Return an amount with its currency."""
        if places not in self._money:
            self._money[places] = self.language.amounts(self.made.currency, places)
        return str(self._money[places](value))

    def stated(self, asked: Asked, value: Decimal, decimals: int | None = None) -> str:
        """Return an input as it is printed, without its unit."""
        own = len(f"{value.normalize():f}".partition(".")[2])
        if asked.kind == "money":
            least = self.made.places if own else 0
            return self.money(value, decimals if decimals is not None else max(least, own))
        if asked.kind == "percent":
            return self.language.percent(value, decimals)
        return self.language.number(value, decimals)

    def unit(self, asked: Asked) -> str:
        """Return what stands behind an input: "tokens", "per 1K tokens", "a year"."""
        if asked.kind != "money" or not asked.unit:
            return asked.unit
        key = f"savings.per.{asked.unit}"
        return self.say(key) if self.language.has(key) else self.say("savings.per.other", unit=asked.unit)

    def how(self, result: Result) -> str:
        """Return a formula in words: as the model's printout has it, or by the phrases of the language."""
        from dealdesk.formula import parse
        from dealdesk.formula.words import Phrases, words

        phrases = self.language.text("savings.formula")
        if not phrases:
            return self.language.tidy(result.words)
        said = words(parse(result.formula), self._label, self.language.number, Phrases(**phrases))
        return self.language.tidy(said)

    def _label(self, name: str) -> str:
        """Return what is called so: an input, a table or a result before a column or a formula of a table."""
        made, labels = self.made, dict[str, str]()
        for rows in made.tables:
            labels |= {each.name: each.label for each in rows.columns}
            labels |= {each.name: each.label for each in rows.formulas}
        labels |= {each.name: each.label for each in made.inputs}
        labels |= {each.name: each.label for each in made.tables}
        labels |= {each.name: each.label for each in made.results}
        return labels[name]

    def result(self, result: Result, value: Decimal | None) -> str:
        """Return a result as it is printed, with its unit."""
        if value is None:
            return ""
        if result.kind == "money":
            return self.money(value, result.decimals)
        if result.kind == "percent":
            return self.language.percent(value * 100, result.decimals)
        number = self.language.number(value, result.decimals)
        return f"{number}{NBSP}{result.unit}" if result.unit else number


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _head(writer: Numbers) -> dict[str, Any]:
    made, say, language = writer.made, writer.say, writer.language
    title = say("savings.title", model=made.name, customer=made.customer) if made.customer else made.name
    name = made.customer or made.name
    return {
        "title": title,
        "subject": language.tidy(made.purpose),
        "author": made.vendor,
        "issued": made.issued.isoformat(),
        "vendor": made.catalog.name,
        "reference": say("savings.dated", date=language.long_day(made.issued)),
        "footer": say("savings.footer", vendor=cut(made.vendor), catalog=made.catalog.id, version=made.catalog.version),
        "eyebrow": made.name if made.customer else say("savings.kind"),
        "customer": name,
        "customer_size": f"n{step(ems(name), 19.5, 27, 40, 62)}",
        "lede": language.tidy(made.purpose),
    }


def _figures(writer: Numbers) -> dict[str, Any]:
    """Return the headline and the first results beside it."""
    shown = writer.made.outputs[:FIGURES]
    cells = [
        figure(each.label, writer.result(each, each.shown), writer.language.tidy(each.help), accent=each.headline)
        for each in shown
    ]
    rows, size = in_rows(cells)
    return {"rows": [row for row in rows if row], "size": size}


def _results(writer: Numbers) -> list[dict[str, str]]:
    """Return every result that is shown, with its formula in words."""
    return [
        {
            "label": each.label,
            "how": writer.how(each),
            "value": writer.result(each, each.shown),
            "mark": "headline" if each.headline else "",
        }
        for each in writer.made.outputs
    ]


def _inputs(writer: Numbers) -> list[dict[str, str]]:
    """Return what went in, with its source and how sure it is."""
    rows = []
    for each in writer.made.inputs:
        if each.given:
            origin = writer.say("savings.given")
        else:
            origin = writer.language.tidy(each.source) or writer.say("savings.own")
        sure = writer.say(f"savings.confidence.{each.confidence}") if each.confidence else ""
        value = writer.stated(each, each.value) if each.value is not None else ""
        rows.append(
            {"label": each.label, "value": value, "unit": writer.unit(each), "source": origin, "confidence": sure}
        )
    return rows


def _rows(writer: Numbers, found: Table) -> dict[str, Any]:
    """Return a table of rows: what each states, and what is computed for it."""
    shown = [each for each in found.formulas if each.output]
    columns = [Column("name", [found.row])]
    columns += [Column("money", _lines(each.label)) for each in found.columns]
    columns += [Column("strong", _lines(each.label)) for each in shown]
    decimals = {each.name: max(_decimals(row.values.get(each.name)) for row in found.rows) for each in found.columns}
    rows = []
    for row in found.rows:
        cells = [_cell(row.name)]
        for each in found.columns:
            value = row.values.get(each.name)
            places = decimals[each.name]
            if each.kind == "money" and places:
                places = max(places, writer.made.places)
            cells.append(_cell(writer.stated(each, value, places) if value is not None else ""))
        cells += [_cell(writer.result(each, row.results[each.name])) for each in shown]
        rows.append(cells)
    note = "" if found.given else writer.say("savings.own_rows")
    return {"title": found.label, "note": note, "table": table(columns, rows)}


def _cell(text: str) -> dict[str, str]:
    return {"text": text, "minor": "", "below": ""}


def _lines(label: str) -> list[str]:
    """Return a heading in one or two lines of about the same length."""
    words = label.split()
    if len(label) <= 12 or len(words) < 2:
        return [label]
    best = min(range(1, len(words)), key=lambda n: max(len(" ".join(words[:n])), len(" ".join(words[n:]))))
    return [" ".join(words[:best]), " ".join(words[best:])]


def _decimals(value: Decimal | None) -> int:
    return len(f"{value.normalize():f}".partition(".")[2]) if value is not None else 0


def _capture(writer: Numbers) -> str:
    if not writer.made.capture:
        return ""
    low, high = (writer.language.percent(each) for each in writer.made.capture)
    return writer.say("savings.capture", low=low, high=high)
