"""The service itself: repair, and later workshop, delivery, returns, recall, complaints."""
