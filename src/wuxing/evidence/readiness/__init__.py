"""准备度: what the records would score today, why, and what stands between here and the next level."""
