"""XLSX: a workbook with live formulas; each kind that has one writes its own."""

from dealdesk.documents.document import Format, by_kind

FORMAT = Format("xlsx", ".xlsx", by_kind("xlsx"), templates=False)
