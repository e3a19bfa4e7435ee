"""Pages of the evaluation on site, for the body and for the client."""
