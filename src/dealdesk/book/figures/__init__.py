"""The figures of the book.  To add one: a file here with a `RULE`, and its line in the tuple."""

from dealdesk.book.figures import adoption, concentration, discount, expansion, pipeline, retention, size, winning

RULES = (
    pipeline.RULE,
    winning.RULE,
    size.RULE,
    discount.RULE,
    adoption.RULE,
    expansion.RULE,
    retention.RULE,
    concentration.RULE,
)
