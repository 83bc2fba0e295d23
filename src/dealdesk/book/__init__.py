"""The book: all recorded quotes together, and what they say about the business.

>>> from dealdesk.book import book_of, figures_of
>>> with open_register() as register:                                  # doctest: +SKIP
...     book = book_of(register, now, currency="USD")
...     for figure in figures_of(book):
...         print(figure.title, figure.value, figure.definition)

`entry` is one quote as the book sees it, `figures/` has a file for each sort of figure with its definition in words,
`schedule` says when money is invoiced and when it is earned, `export` writes the book for other programs.
"""

from dealdesk.book.book import Book, book_of, currencies_of
from dealdesk.book.entry import Entry
from dealdesk.book.figure import Figure, Reached, figures_of

__all__ = ["Book", "Entry", "Figure", "Reached", "book_of", "currencies_of", "figures_of"]
