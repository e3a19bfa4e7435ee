"""Pages and answers of the public register: they find their body in the address, nobody signs in."""
