"""The kinds of document.  To add one: one file here, one folder of templates, one line in the tuple."""

from dealdesk.documents.kinds import order_form, quote

KINDS = (quote.KIND, order_form.KIND)
