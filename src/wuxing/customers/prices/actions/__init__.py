"""Actions of the price book: keep a price, end one, take a whole table in."""

from wuxing.customers.prices.actions.importing import BadTable, import_prices
from wuxing.customers.prices.actions.keeping import end_price, save_price

__all__ = ["BadTable", "end_price", "import_prices", "save_price"]
