"""文件评审 Document review: every required paper against the indicators it serves."""
