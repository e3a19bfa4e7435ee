"""认证方案版本: schemes as loaded, never changed again, and which edition an organisation is assessed by."""
