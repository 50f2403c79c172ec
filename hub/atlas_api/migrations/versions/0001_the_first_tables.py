"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

Instant = sa.DateTime(timezone=True)
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables of identity, ledger, progress, exchange, grades, work and tutor."""
    op.create_table(
        "person",
        sa.Column("pseudonym", sa.String(40), primary_key=True),
        sa.Column("hub_name", sa.String(255), nullable=False, unique=True),
        sa.Column("created_at", Instant, nullable=False),
    )
    op.create_table(
        "fact",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("asserted_by", sa.String(20), nullable=False),
        sa.Column("learner", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("observed_at", Instant, nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("privacy", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("fact_by_learner", "fact", ["learner", "recorded_at"])
    op.create_table(
        "projection",
        sa.Column("learner", sa.String(40), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", Json, nullable=False),
    )
    _exchange()
    op.create_table(
        "worker_seen",
        sa.Column("worker", sa.String(100), primary_key=True),
        sa.Column("seen_at", Instant, nullable=False),
    )
    op.create_table(
        "tutor_usage",
        sa.Column("learner", sa.String(40), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("questions", sa.Integer, nullable=False),
        sa.Column("input_tokens", sa.Integer, nullable=False),
        sa.Column("output_tokens", sa.Integer, nullable=False),
    )


def _exchange() -> None:
    op.create_table(
        "release",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("course", sa.String(100), nullable=False),
        sa.Column("exercise", sa.String(100), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("points", sa.Float, nullable=False),
        sa.Column("due", Instant),
        sa.Column("released_at", Instant, nullable=False),
    )
    op.create_index("release_by_exercise", "release", ["course", "exercise", "id"])
    op.create_table(
        "submission",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("course", sa.String(100), nullable=False),
        sa.Column("exercise", sa.String(100), nullable=False),
        sa.Column("learner", sa.String(40), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("idempotency_key", sa.String(100), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("submitted_at", Instant, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("lease", sa.String(40)),
        sa.Column("leased_by", sa.String(100)),
        sa.Column("lease_until", Instant),
        sa.Column("lost_leases", sa.Integer, nullable=False),
        sa.UniqueConstraint("course", "exercise", "learner", "attempt", name="attempt_once"),
        sa.UniqueConstraint("course", "exercise", "learner", "idempotency_key", name="sent_once"),
    )
    op.create_index("submission_queue", "submission", ["state", "lost_leases", "submitted_at"])
    op.create_table(
        "grade",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("submission", sa.String(36), sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("check_set", sa.String(100), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("manual", sa.Boolean, nullable=False),
        sa.Column("points", sa.Float, nullable=False),
        sa.Column("max_points", sa.Float, nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("graded_at", Instant, nullable=False),
        sa.Column("graded_by", sa.String(40), nullable=False),
        sa.UniqueConstraint("submission", "check_set", name="graded_once"),
        sa.UniqueConstraint("submission", "revision", name="revised_once"),
    )
