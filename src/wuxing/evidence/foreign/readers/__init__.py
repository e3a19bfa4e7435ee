"""Readers: XES, CSV and XLSX as rows with their lines. The files are hostile until read: sizes, ratios and depths are bounded."""
