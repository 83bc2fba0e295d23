"""Workbooks (XLSX) with live formulas, in the look of the documents: what quote, return and savings workbooks share.

>>> book = Book("Savings", author="Example, Inc.", created=date(2027, 1, 1), accent="#0b6a5a", currency="USD")
>>> sheet = book.sheet("Savings", widths=(40, 18))
>>> sheet.text(0, 0, "=what a customer writes is text, and never a formula", "title")
>>> sheet.input(2, 1, Decimal("0.015"), "money", name="cost", least=Decimal(0), most=Decimal(1))
>>> sheet.formula(3, 1, "ROUND(cost*1000,2)", Decimal("15.00"), "money", name="spend")
>>> data = book.close()
"""

from dealdesk.documents.workbook.book import Book, Sheet, quoted
from dealdesk.documents.workbook.names import cell, defined_name, span
from dealdesk.documents.workbook.styles import STYLES, money_format

__all__ = ["STYLES", "Book", "Sheet", "cell", "defined_name", "money_format", "quoted", "span"]
