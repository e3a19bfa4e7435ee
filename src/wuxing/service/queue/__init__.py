"""派工队列: what needs the dispatcher now, each order with the reason beside it."""
