"""函件: letters to clients, written from the case in its language, kept as they were sent."""
