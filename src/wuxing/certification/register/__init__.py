"""公开登记: what anybody may ask of a certificate, drawn when it changes and not when it is read."""
