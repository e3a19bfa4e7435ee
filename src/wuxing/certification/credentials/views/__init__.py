"""Pages and downloads of sealed certificates: the body's, the client's, anybody's."""
