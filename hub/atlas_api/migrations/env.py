"""Alembic's entry: runs the migrations on the connection that `migrate.py` opened."""

from alembic import context
from atlas_api.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
