"""Score a pack. `score` is the one door; all arithmetic between input and output is exact."""
