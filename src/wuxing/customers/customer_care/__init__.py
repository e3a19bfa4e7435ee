"""14 客户管理控制程序: customers, their contacts and places."""
