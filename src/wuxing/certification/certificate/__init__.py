"""证书 Certificates and the life they lead (ISO/IEC 17065 7.7, 7.11)."""
