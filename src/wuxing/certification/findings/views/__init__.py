"""Pages of findings: of a case, one finding, over all cases, and the client's."""
