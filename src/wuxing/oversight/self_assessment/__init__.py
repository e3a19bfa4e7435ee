"""16 内部评价与达标控制程序: the organisation evaluates itself, by the scheme's own tree, before others do."""
