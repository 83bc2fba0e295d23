"""Price lists of other systems, as catalog folders: nothing is executed, nothing guessed silently."""

from dealdesk.importers.draft import Draft, Note
from dealdesk.importers.folder import write_folder

__all__ = ["Draft", "Note", "write_folder"]
