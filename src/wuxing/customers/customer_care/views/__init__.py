"""Pages of customers' files: lists, one file, consent, look-ups, requests about data, files that look alike."""
