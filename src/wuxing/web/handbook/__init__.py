"""手册与程序文件: Word files of the 22 procedures and the service manual, made from what the company has configured."""
