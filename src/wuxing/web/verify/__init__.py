"""`wuxing verify`: check anything that proves itself, without Django, database or network."""
