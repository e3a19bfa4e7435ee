"""标准登记: which standards are cited, what they truly are, and in which state."""
