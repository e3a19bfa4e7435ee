"""2 服务承诺与目标控制程序: promises, the calendars they run by, and the targets they set."""
