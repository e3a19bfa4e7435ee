"""Rules of surveillance and renewal. Pure."""
