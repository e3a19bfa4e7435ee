"""Rules of the evaluation on site."""
