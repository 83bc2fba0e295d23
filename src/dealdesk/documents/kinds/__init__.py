"""The kinds of document.  To add one: one file here, one folder of templates, one line in the tuple."""

from dealdesk.documents.kinds import (
    battle_card,
    benchmark,
    book,
    checklist,
    one_pager,
    order_form,
    pilot_report,
    proposal,
    qbr,
    quote,
    roi_deck,
    savings,
    savings_statement,
)

KINDS = (
    quote.KIND,
    order_form.KIND,
    checklist.KIND,
    one_pager.KIND,
    battle_card.KIND,
    proposal.KIND,
    roi_deck.KIND,
    qbr.KIND,
    savings.KIND,
    savings_statement.KIND,
    pilot_report.KIND,
    benchmark.KIND,
    book.KIND,
)
