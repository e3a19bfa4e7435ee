"""手册与程序文件的生成记录: what was generated from which configuration. Generating stands in web, which sees all contexts."""
