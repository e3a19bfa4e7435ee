"""Rules of notices: texts with holes, quiet hours, pace, what is shown of an address. Pure."""
