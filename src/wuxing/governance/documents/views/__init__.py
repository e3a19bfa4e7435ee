"""Pages of procedure 20: the list, a document's card, reading on a phone, comparison, files."""
