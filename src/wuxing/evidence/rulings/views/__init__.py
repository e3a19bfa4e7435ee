"""Pages of what people say beside the records."""
