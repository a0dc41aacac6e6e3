"""The engine for SQLite: Django's, with writers that wait for each other in fairness."""
