"""Actions of the evaluation on site."""
