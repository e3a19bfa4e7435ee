"""Tables that people hand in: CSV and XLSX as rows with their lines. Hostile until read: sizes, ratios and cells are bounded."""
