"""Pages of procedure 4: lists, one request, one order, the board, the day and the visit on the phone."""
