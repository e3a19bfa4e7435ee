"""Pages of quotes and settlement sheets, and their panel on the order's page."""
