"""不符合项 Findings, from what was seen to the verified correction."""
