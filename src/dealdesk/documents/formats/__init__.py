"""The output formats.  To add one: one file here, one line in the tuple."""

from dealdesk.documents.formats import html, json, md, pdf, pptx, xlsx, xml

FORMATS = (pdf.FORMAT, html.FORMAT, md.FORMAT, json.FORMAT, xlsx.FORMAT, pptx.FORMAT, xml.FORMAT)
