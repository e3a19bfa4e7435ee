"""What every context stands on: tenants, actors, access, ledger, clock, numbering, files, jobs."""
