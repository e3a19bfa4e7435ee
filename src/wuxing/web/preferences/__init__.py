"""What a person chooses for themselves: language, appearance, and the organisation to work in."""
