"""11 备品备件启用控制程序: parts in three maturity modes; on a visit from the technician's own stock."""
