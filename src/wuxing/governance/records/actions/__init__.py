"""Actions on records: how long they are kept, what may not be destroyed, and destroying with the consent of two."""
