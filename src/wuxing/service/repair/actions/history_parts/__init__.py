"""The tables of a case, each written at once by the bulk path (`actions.history`)."""
