"""方案草稿: packs edited as tables and in Excel, published by the loader alone."""
