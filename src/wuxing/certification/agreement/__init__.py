"""报价与合同 Quote, agreement, fees (ISO/IEC 17065 4.1.2)."""
