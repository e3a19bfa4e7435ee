"""7 售后服务人员能力评价和培训控制程序: people, their skills and certificates."""
