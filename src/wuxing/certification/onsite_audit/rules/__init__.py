"""Rules of the evaluation on site: draws, plans, checklists, the programme of a cycle. Pure."""
