"""What makes somebody fit for a part in a case, and what ties them to a client. Pure."""
