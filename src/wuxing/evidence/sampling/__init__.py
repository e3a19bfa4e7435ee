"""抽样: a population committed first, a seed that neither side controls, a draw that anybody can repeat."""
