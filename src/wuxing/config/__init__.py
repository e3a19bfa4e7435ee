"""How the product is put together on a machine: settings, embedded database, entry points."""
