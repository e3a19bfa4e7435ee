"""见证: organisations vouch for one another that a log only ever grew, and open their logs to the public."""
