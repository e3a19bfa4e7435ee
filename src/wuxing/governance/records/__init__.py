"""21 记录控制程序: the register of records, how long they are kept, holds and destruction."""
