"""报价与收费: quotes by version with the customer's word, settlement, e-invoice data."""
