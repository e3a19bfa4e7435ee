"""Forms of procedure 4: the call (`call`), the order (`order`), the visit on the phone (`visit`)."""
