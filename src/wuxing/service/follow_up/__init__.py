"""回访与满意度: calls by rule, surveys by link."""
