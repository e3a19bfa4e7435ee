"""Who and what the service is done with."""
