"""价目表: labour, parts and travel, by product line and area, dated."""
