"""Scoring: metric values, rulings and exclusions in; points, score, levels and their explanation out. Pure.

Decimals at the border, exact fractions between: a third of three points is one point, not 0.9999.
"""
