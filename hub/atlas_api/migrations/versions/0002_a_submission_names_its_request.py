"""A submission names the request that handed it in, so that logs can be followed to its grade.

Null for what was handed in before, and by an older version of the API after a rollback.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; nothing that is there changes."""
    op.add_column("submission", sa.Column("request_id", sa.String(64)))
