"""监督与再认证 Surveillance, renewal, changes and transfer (ISO/IEC 17065 7.9, 7.10)."""
