"""通知: one outbox, many channels, templates by event and language."""
