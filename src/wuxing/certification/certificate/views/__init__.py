"""Pages of certificates: the list, one, the tab of a case, the client's, the public register."""
