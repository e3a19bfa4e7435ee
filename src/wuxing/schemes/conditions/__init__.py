"""Conditions of packs: a small part of CEL, parsed to a typed tree, judged in memory here and in SQL by `evidence`.

Pure. `tree` holds the nodes, `catalogue` what a condition may name, `grammar` and `parsing` turn text into a tree, `evaluating`
judges one record, `storing` writes a tree as JSON so that only the loading of a pack needs the parser.
"""
