"""PPTX: slides that can be edited, with native charts; each kind that has them writes its own."""

from dealdesk.documents.document import Format, by_kind

FORMAT = Format("pptx", ".pptx", by_kind("pptx"), templates=False)
