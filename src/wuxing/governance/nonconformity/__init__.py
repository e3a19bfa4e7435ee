"""22 不符合、纠正与预防措施控制程序: from finding through cause and action to proven effect."""
