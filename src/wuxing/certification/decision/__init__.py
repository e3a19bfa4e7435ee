"""复核与认证决定 Review and decision by people who did not evaluate (ISO/IEC 17065 7.5, 7.6)."""
