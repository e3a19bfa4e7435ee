"""Pages of agreements, invoices and access."""
