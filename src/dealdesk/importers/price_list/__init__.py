"""A plain price list as CSV, one row a price, as a dealdesk catalog: which column is what is stated, or shown."""

from dealdesk.importers.price_list.columns import FIELDS, Column, Settings, columns_of
from dealdesk.importers.price_list.read import read_price_list
from dealdesk.importers.price_list.sheet import Sheet, read_sheet

__all__ = ["FIELDS", "Column", "Settings", "Sheet", "columns_of", "read_price_list", "read_sheet"]
