"""Metrics: conditions compiled to SQL, records judged once, sums kept by day; reading never touches business tables."""
