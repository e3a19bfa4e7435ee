"""评定: a score kept as it stood, with everything it depends on."""
