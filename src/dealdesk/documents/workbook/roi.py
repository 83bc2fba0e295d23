"""The workbook of a business case: live formulas that give the cents of the engine, inputs that may be changed.

"Inputs" has the discount rate, the assumptions and every cost and benefit; "Counted" what is left of each after ramp
and risk; "Result" the cash flow, the net present value by explicit discounting, and the spreadsheet's own IRR; "Check"
holds the figures of the engine against those of the workbook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dealdesk.documents.workbook.book import Book, Sheet, quoted
from dealdesk.documents.workbook.names import cell
from dealdesk.value.roi.result import RoiResult
from dealdesk.value.roi.result.rows import BenefitRow, CostRow

NAME, AMOUNT, SOURCE = 54, 18, 60
MOST_AMOUNT = Decimal(10) ** 12
LINE_LETTERS = 110
"""Letters of a note that fit into one line of it, about."""


@dataclass(frozen=True)
class Inputs:
    """Where inputs stand on their sheet: the rows of costs, benefits and ramps by id, and factors of assumptions."""

    sheet: Sheet
    costs: Mapping[str, int]
    benefits: Mapping[str, int]
    ramps: Mapping[str, int]
    factors: Mapping[str, str]


@dataclass(frozen=True)
class Block:
    """Stretches of rows with what is counted: of costs and of benefits, first and last row."""

    sheet: Sheet
    costs: tuple[int, int]
    benefits: tuple[int, int]


def roi_workbook(result: RoiResult) -> bytes:
    """Return the workbook of a business case as XLSX; the same bytes for the same result."""
    book = Book(
        result.title,
        author=result.vendor.name or "dealdesk",
        created=result.dated,
        accent=result.accent,
        currency=result.currency,
    )
    footer = f"{result.title} · {result.customer.name}"
    inputs = _inputs(book, result, footer)
    counted = _counted(book, result, inputs, footer)
    _result(book, result, counted, footer)
    _check(book, result, footer)
    return book.close()


def _inputs(book: Book, result: RoiResult, footer: str) -> Inputs:
    """Write what the case says; shaded cells may be changed."""
    columns = len(result.periods)
    widths = (NAME, *(AMOUNT,) * columns, 10, SOURCE)
    sheet = book.sheet("Inputs", widths=widths, landscape=True, footer=footer)
    sheet.text(0, 0, result.title, "title")
    sheet.raw.set_row(0, 30)
    _note(sheet, 1, f"{result.customer.name}. Amounts in {result.currency}; shaded cells may be changed.", columns)
    sheet.text(3, 0, "Discount rate", "label")
    sheet.input(
        3, 1, result.rate / 100, "percent", name="discount_rate", least=Decimal(0), most=Decimal(1), decimals=2,
        help="What a year of waiting costs",
    )  # fmt: skip
    row, factors = _assumptions(sheet, result, 5)
    costs, benefits, ramps = dict[str, int](), dict[str, int](), dict[str, int]()
    row = _headings(sheet, row + 1, "Costs before risk", result, ("Risk", "Source"))
    for each in result.costs:
        costs[each.id] = row
        sheet.text(row, 0, each.name, "label")
        for col, amount in enumerate(each.full, 1):
            if each.group == "deal":
                sheet.number(row, col, amount, "money")
            else:
                sheet.input(row, col, amount, "money", least=Decimal(0), most=MOST_AMOUNT)
        if each.group == "own":
            _percent(sheet, row, columns + 1, each.risk.percent / 100, most=Decimal(10))
        sheet.text(row, columns + 2, each.source or "no source", "text")
        row += 1
    row = _headings(sheet, row + 1, "Benefits in full, before ramp and risk", result, ("Risk", "Source"))
    for gain in result.benefits:
        benefits[gain.id] = row
        sheet.text(row, 0, gain.name, "label")
        for col, amount in enumerate(gain.full, 1):
            sheet.input(row, col, amount, "money", least=Decimal(0), most=MOST_AMOUNT)
        _percent(sheet, row, columns + 1, gain.risk.percent / 100)
        sheet.text(row, columns + 2, gain.source or "no source", "text")
        row += 1
    row = _headings(sheet, row + 1, "Reached of each benefit", result, ("", "How"))
    for gain in result.benefits:
        ramps[gain.id] = row
        sheet.text(row, 0, gain.name, "label")
        for k, (shown, fraction) in enumerate(zip(gain.ramp, gain.ramp_exact, strict=True), 1):
            sheet.formula(row, k, fraction, shown / 100, "percent", decimals=1, style="input")
        sheet.text(row, columns + 2, gain.ramp_words, "text")
        row += 1
    for named in result.unquantified:
        row += 1
        _note(sheet, row, f"Not counted: {named.name}. {named.text}", columns + 2)
    return Inputs(sheet, costs, benefits, ramps, factors)


def _percent(sheet: Sheet, row: int, col: int, value: Decimal, most: Decimal = Decimal(1)) -> None:
    sheet.input(row, col, value, "percent", least=Decimal(0), most=most, decimals=2)


def _assumptions(sheet: Sheet, result: RoiResult, row: int) -> tuple[int, Mapping[str, str]]:
    """Write the assumptions; return the next row, and the factor of each as a formula."""
    factors: dict[str, str] = {}
    if not result.assumptions:
        return row, factors
    sheet.text(row, 0, "Assumptions", "heading")
    sheet.texts(row + 1, ("", "Value", "Expected", "Low", "High"), right=1)
    row += 2
    for number, each in enumerate(result.assumptions, 1):
        places = _decimals(each.expected, each.low, each.high)
        sheet.text(row, 0, f"{each.name} ({each.unit})" if each.unit else each.name, "label")
        name = sheet.input(
            row, 1, each.expected, "number", name=f"assumption_{number}", least=Decimal(0), most=MOST_AMOUNT,
            decimals=places,
        )  # fmt: skip
        for col, value in ((2, each.expected), (3, each.low), (4, each.high)):
            sheet.number(row, col, value, "number", decimals=places)
        factors[each.id] = f"*{name}/{sheet.address(row, 2)}"
        row += 1
    return row, factors


def _headings(sheet: Sheet, row: int, heading: str, result: RoiResult, more: tuple[str, ...]) -> int:
    """Write the headings of a block, and return the row of its first item."""
    sheet.text(row, 0, heading, "heading")
    sheet.texts(row + 1, ("", *(each.title for each in result.periods), *more[:-1]), right=1)
    sheet.text(row + 1, len(result.periods) + len(more), more[-1], "head_right" if more[-1] == "Total" else "head")
    return row + 2


def _counted(book: Book, result: RoiResult, inputs: Inputs, footer: str) -> Block:
    """Write what is counted of each cost and benefit: after ramp, risk and assumptions, rounded once."""
    columns = len(result.periods)
    sheet = book.sheet("Counted", widths=(NAME, *(AMOUNT,) * (columns + 1)), landscape=True, footer=footer)
    sheet.text(0, 0, "What is counted", "title")
    risk = columns + 1
    row = costs = _headings(sheet, 2, "Costs, with risk", result, ("Total",))
    for each in result.costs:
        place = inputs.costs[each.id]
        more = f"*(1+{inputs.sheet.address(place, risk)})" if each.group == "own" else ""
        products = [f"{inputs.sheet.address(place, k)}{more}" for k in range(1, columns + 1)]
        _row(sheet, row, each, products, inputs.factors, result.places)
        row += 1
    last_cost = row - 1
    row = benefits = _headings(sheet, row + 1, "Benefits, after ramp and risk", result, ("Total",))
    for gain in result.benefits:
        place, ramp = inputs.benefits[gain.id], inputs.ramps[gain.id]
        less = f"*(1-{inputs.sheet.address(place, risk)})"
        products = [
            f"{inputs.sheet.address(place, k)}*{inputs.sheet.address(ramp, k)}{less}" for k in range(1, columns + 1)
        ]
        _row(sheet, row, gain, products, inputs.factors, result.places)
        row += 1
    for number, said in enumerate(result.statement, 1):
        _note(sheet, row + number, said, columns + 1)
    return Block(sheet, (costs, last_cost), (benefits, benefits + len(result.benefits) - 1))


def _row(
    sheet: Sheet,
    row: int,
    each: CostRow | BenefitRow,
    products: Sequence[str],
    factors: Mapping[str, str],
    places: int,
) -> None:
    sheet.text(row, 0, each.name, "label")
    driven = "".join(factors[id_] for id_ in each.drivers)
    for k, (product, amount) in enumerate(zip(products, each.amounts, strict=True), 1):
        sheet.formula(row, k, f"ROUND({product}{driven},{places})", amount, "money")
    last = len(products)
    sheet.formula(row, last + 1, f"SUM({cell(row, 1)}:{cell(row, last)})", each.total, "money")


def _note(sheet: Sheet, row: int, said: str, last: int) -> None:
    """Write a remark across the columns up to *last*."""
    sheet.raw.merge_range(row, 0, row, last, "", sheet.book.format("note"))
    sheet.text(row, 0, said, "note")
    lines = -(-len(said) // LINE_LETTERS)
    if lines > 1:
        sheet.raw.set_row(row, 15 * lines)


def _result(book: Book, result: RoiResult, counted: Block, footer: str) -> None:
    """Write the cash flow, and the figures that come of it."""
    columns = len(result.periods)
    sheet = book.sheet("Result", widths=(NAME, 26, *(AMOUNT,) * columns), landscape=True, footer=footer)
    sheet.text(0, 0, "Cash flow", "title")
    sheet.texts(2, ("", *(each.title for each in result.periods), "Total"), right=1)
    sums = result.totals

    def line(row: int, label: str, formulas: Sequence[str], values: Sequence[Decimal], total: Decimal | None) -> None:
        sheet.text(row, 0, label, "label")
        for k, (formula, value) in enumerate(zip(formulas, values, strict=True), 1):
            sheet.formula(row, k, formula, value, "money")
        if total is not None:
            sheet.formula(row, columns + 1, f"SUM({cell(row, 1)}:{cell(row, columns)})", total, "money")

    def added(block: tuple[int, int], k: int) -> str:
        top, bottom = (counted.sheet.address(row, k + 1) for row in block)
        return f"SUM({top}:{bottom.split('!')[1]})" if block[1] >= block[0] else "0"

    periods, ks = result.periods, range(columns)
    line(3, "Costs", [added(counted.costs, k) for k in ks], [each.costs for each in periods], sums.costs)
    line(4, "Benefits", [added(counted.benefits, k) for k in ks], [each.benefits for each in periods], sums.benefits)
    net = [f"{cell(4, k + 1)}-{cell(3, k + 1)}" for k in ks]
    line(5, "Net", net, [each.net for each in periods], sums.net)
    upto = [cell(5, 1), *(f"{cell(6, k)}+{cell(5, k + 1)}" for k in range(1, columns))]
    line(6, "Cumulative", upto, [each.cumulative for each in periods], None)
    for row, label, source, values, total in (
        (8, "Present value of costs", 3, [each.pv_costs for each in periods], sums.pv_costs),
        (9, "Present value of benefits", 4, [each.pv_benefits for each in periods], sums.pv_benefits),
    ):
        worth = [f"ROUND({cell(source, k + 1)}/(1+discount_rate)^{k},{result.places})" for k in ks]
        line(row, label, worth, values, total)
    worth = [f"{cell(9, k + 1)}-{cell(8, k + 1)}" for k in ks]
    line(10, "Present value, net", worth, [each.pv_net for each in periods], sums.npv)
    _figures(sheet, result, columns)


def _figures(sheet: Sheet, result: RoiResult, columns: int) -> None:
    total = columns + 1
    sums = result.totals
    sheet.raw.set_row(12, 24)
    sheet.text(12, 0, "Net present value", "headline_label")
    formula = f"{cell(9, total)}-{cell(8, total)}"
    sheet.formula(12, 1, formula, sums.npv, "money", name="net_present_value", style="headline")
    sheet.text(13, 0, "Present value of costs", "label")
    sheet.formula(13, 1, cell(8, total), sums.pv_costs, "money", name="present_costs")
    sheet.text(14, 0, "Present value of benefits", "label")
    sheet.formula(14, 1, cell(9, total), sums.pv_benefits, "money", name="present_benefits")
    roi = result.figure("roi").value
    sheet.text(15, 0, "Return on investment", "label")
    formula = "IF(present_costs>0,ROUND(net_present_value/present_costs,3),0)"
    value = (roi or Decimal(0)) / 100
    sheet.formula(15, 1, formula, value, "percent", name="return_on_investment", decimals=1)
    sheet.text(16, 0, "Internal rate of return", "label")
    irr = result.figure("irr").value
    if irr is not None:
        flows = f"{cell(5, 1)}:{cell(5, columns)}"
        guess = f"{(result.irr.found[0] / 100):.4f}"
        formula = f"ROUND(IRR({flows},{guess}),3)"
        sheet.formula(16, 1, formula, irr / 100, "percent", name="internal_rate", decimals=1)
    else:
        sheet.text(16, 1, "none", "text")
    _note(sheet, 17, result.irr.why, columns)
    sheet.text(18, 0, "Payback", "label")
    sheet.text(18, 1, result.figure("payback").text, "text")
    _note(sheet, 19, "Payback is as worked out by months; it does not follow changed inputs.", columns)


def _check(book: Book, result: RoiResult, footer: str) -> None:
    """Write each figure as the engine has it beside that of the workbook."""
    sheet = book.sheet("Check", widths=(NAME, 20, 20, 24), footer=footer)
    sheet.text(0, 0, "Check", "title")
    said = "The first column is what was worked out when this file was made. It differs where inputs were changed."
    _note(sheet, 1, said, 3)
    sheet.texts(2, ("", "As made", "Now", ""), right=1)
    sums = result.totals
    named: list[tuple[str, Decimal, str, str, int | None]] = [
        ("Net present value", sums.npv, "money", "net_present_value", None),
        ("Present value of costs", sums.pv_costs, "money", "present_costs", None),
        ("Present value of benefits", sums.pv_benefits, "money", "present_benefits", None),
        (
            "Return on investment",
            (result.figure("roi").value or Decimal(0)) / 100,
            "percent",
            "return_on_investment",
            1,
        ),
    ]
    irr = result.figure("irr").value
    if irr is not None:
        named.append(("Internal rate of return", irr / 100, "percent", "internal_rate", 1))
    for row, (label, value, kind, name, decimals) in enumerate(named, 3):
        sheet.text(row, 0, label, "label")
        sheet.number(row, 1, value, kind, decimals=decimals)
        sheet.formula(row, 2, name, value, kind, decimals=decimals)
        same = f"IF(ABS({cell(row, 1)}-{cell(row, 2)})<0.0005,{quoted('the same')},{quoted('inputs were changed')})"
        sheet.text_formula(row, 3, same, "the same", "note")


def _decimals(*values: Decimal) -> int:
    exponents = (each.normalize().as_tuple().exponent for each in values)
    return max((max(0, -each) for each in exponents if isinstance(each, int)), default=0)
