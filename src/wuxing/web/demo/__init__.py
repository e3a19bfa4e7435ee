"""示范公司: a demo company told by a seeded simulator. `writing` puts it into the database; all else here is pure."""
