"""Questions about records: how long they are kept, what is due, what is held, what was destroyed."""
