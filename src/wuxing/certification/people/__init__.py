"""人员能力与公正性 Competence and impartiality of those who work for the body (ISO/IEC 17065 4.2, 6.1)."""
