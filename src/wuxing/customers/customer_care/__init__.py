"""14 顾客关系控制程序: customers, their contacts and places."""
