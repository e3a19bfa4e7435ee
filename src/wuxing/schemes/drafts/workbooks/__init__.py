"""A scheme as an Excel workbook, and such a workbook as tables again: without loss, nothing in it trusted."""
