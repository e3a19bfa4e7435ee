"""申请与申请评审 Application and its review (ISO/IEC 17065 7.2, 7.3)."""
