"""The rules, by code.  To add one: one file here, one line in the tuple.

Codes: DD0 allowances, DD1 a larger deal that costs less, DD2 what can never be priced or never applies, DD3 discounts,
floors and approvals, DD4 products against each other, DD5 currencies, names, dates and texts.
"""

from dealdesk.lint.rules import (
    allowances,
    more_products,
    more_quantity,
    more_term,
    more_value,
    more_volume,
)

RULES = (
    allowances.EXPIRED,
    allowances.UNUSED,
    more_quantity.RULE,
    more_products.RULE,
    more_volume.RULE,
    more_term.RULE,
    more_value.RULE,
)
"""Every rule, in the order of its code."""

EXPIRED, UNUSED = allowances.EXPIRED, allowances.UNUSED
