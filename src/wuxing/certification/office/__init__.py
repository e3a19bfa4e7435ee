"""认证办公室 The office: letters, notices, workload, income, yearly figures, impartiality committee."""
