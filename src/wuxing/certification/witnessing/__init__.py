"""互为见证: a certification body and its clients of this installation vouch for one another's logs."""
