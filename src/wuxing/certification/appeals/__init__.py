"""申诉与投诉 Complaints and appeals, handled by people not involved (ISO/IEC 17065 7.13)."""
