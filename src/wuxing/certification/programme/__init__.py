"""认证规则 The body's own rule for a scheme: papers, person-days, sampling, fees, windows, quorum (CNCA notice 2025 no. 9)."""
