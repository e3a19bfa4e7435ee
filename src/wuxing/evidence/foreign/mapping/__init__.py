"""Mappings: from the activities and columns of a foreign file to the events of procedure 4. Data, checked against a schema."""
