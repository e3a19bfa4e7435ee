"""Pages of cases: the board, one case."""
