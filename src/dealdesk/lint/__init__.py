"""The linter: what a catalog can do to a customer, a seller or a margin that nobody meant.

It decides from the catalog's own numbers: price curves are straight between their breakpoints, and every rule of the
waterfall changes at stated sizes only, so a total can fall nowhere else.  What it finds there it proves with a pair
of deals that the engine prices.

>>> from dealdesk.lint import lint
>>> found = lint(catalog, today=date.today())           # doctest: +SKIP
"""

from dealdesk.lint.finding import Finding, Severity, Witness
from dealdesk.lint.run import Linted, lint

__all__ = ["Finding", "Linted", "Severity", "Witness", "lint"]
