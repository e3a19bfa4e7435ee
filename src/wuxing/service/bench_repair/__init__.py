"""5 物品返修服务控制程序: items brought back, in exactly one custody, through the workshop and home."""
