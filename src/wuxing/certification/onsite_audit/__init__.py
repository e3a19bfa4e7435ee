"""现场评价 On-site evaluation: programme, plan, samples, meetings, checklists (ISO/IEC 17065 7.4)."""
