"""20 文件控制程序: controlled documents, from draft to obsolete, one valid version."""
