"""人工评定: what people rule on, exclude, hand in as evidence and deduct; each with a second person."""
