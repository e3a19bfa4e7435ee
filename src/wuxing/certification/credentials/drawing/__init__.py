"""证书文件: a sealed certificate drawn as PDF/A with its proofs attached, and signed."""
