"""公正性风险与公正性委员会 Risks to impartiality and the committee that guards it (ISO/IEC 17065 4.2.3, 5.2)."""
