"""报价与合同 Quote and agreement (ISO/IEC 17065 4.1.2): days, fees, clauses, signatures of both sides, invoices, access to records."""
