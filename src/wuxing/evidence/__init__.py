"""证据: the engine between work and score: populations, metrics judged record by record, and readiness."""
