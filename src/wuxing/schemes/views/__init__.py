"""Pages of schemes: the list, an edition, the editor of drafts."""
