"""二维码与公开入口: labels, scan, tracking of one order, what a customer does by link."""
