"""The database's history. `versions/` holds migrations and nothing else: Piccolo imports every file in it."""
