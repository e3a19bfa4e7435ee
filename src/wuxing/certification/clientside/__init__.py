"""企业侧 What the certified company does in its own organisation: apply, attach, let in."""
