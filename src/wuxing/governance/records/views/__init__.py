"""Pages of records: the register, legal holds, destruction."""
