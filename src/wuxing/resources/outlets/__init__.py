"""6 自建与外委维修网点控制程序: own and entrusted outlets."""
