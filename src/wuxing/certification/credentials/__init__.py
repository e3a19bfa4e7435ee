"""证书签发: a certificate as credential, PDF and QR code, each of which proves itself."""
