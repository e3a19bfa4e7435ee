"""状态列表: which certificates are suspended or revoked, as signed lists (Bitstring Status List 1.0)."""
