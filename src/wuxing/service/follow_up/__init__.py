"""14 回访与满意度 (客户管理控制程序, 4 维修控制程序 step 6): follow-up calls, surveys, and the problems heard there."""
