"""报价与协议 Quote and agreement (ISO/IEC 17065 4.1.2): days, fees, clauses, both signatures, invoices, access to records."""
