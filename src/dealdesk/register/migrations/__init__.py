"""The schema of a register, from its first version to the latest, by Alembic."""
