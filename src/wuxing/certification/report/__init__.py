"""评分与报告 Score and report, made again from the case whenever wanted and never edited."""
