"""What the service reads from its environment, once, at start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_PORT = 8000
DEFAULT_MODEL = "claude-sonnet-5-5"
_BUCKET_KEYS = ("KEY_ID", "SECRET")


class SettingsError(ValueError):
    """A setting that the service can't start with; the text is the sentence for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Where submissions are kept, `https://host/bucket`, and who may read and write there."""

    url: str
    region: str
    key_id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where things are and who may speak. Secrets are not shown by `repr`."""

    state: Path
    port: int = DEFAULT_PORT + 2
    database_url: str
    hub_url: str
    courses: tuple[str, ...] = ()
    catalogue: Path | None = None
    hub_token: str = field(default="", repr=False)
    worker_token: str = field(default="", repr=False)
    model_key: str = field(default="", repr=False)
    model_url: str = ""
    model: str = DEFAULT_MODEL
    tutor_tokens_a_day: int = 200_000
    fingerprints: Path | None = None
    bucket: Bucket | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must never appear in a log or an answer."""
        bucket = self.bucket.secret if self.bucket else ""
        return tuple(s for s in (self.hub_token, self.worker_token, self.model_key, bucket) if s)

    @property
    def blobs(self) -> Path:
        """The folder of content-addressed blobs."""
        return self.state / "api" / "blobs"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `environment`; SettingsError names the variable that is wrong."""
    state = Path(environment.get("ATLAS_STATE") or ".atlas").absolute()
    public_port = _whole_number(environment, "ATLAS_PORT", DEFAULT_PORT)
    return Settings(
        state=state,
        port=public_port + 2,
        database_url=database_url(
            environment.get("ATLAS_DATABASE_URL") or f"sqlite:///{state}/api/atlas.sqlite"
        ),
        hub_url=(
            environment.get("ATLAS_HUB_URL") or f"http://127.0.0.1:{public_port + 1}/hub/api"
        ).rstrip("/"),
        courses=tuple(
            course.strip()
            for course in environment.get("ATLAS_COURSES", "systems").split(",")
            if course.strip()
        ),
        catalogue=_path(environment, "ATLAS_CATALOGUE"),
        hub_token=environment.get("ATLAS_API_HUB_TOKEN", "").strip(),
        worker_token=environment.get("ATLAS_WORKER_TOKEN", "").strip(),
        model_key=(
            environment.get("ATLAS_MODEL_KEY") or environment.get("ANTHROPIC_API_KEY") or ""
        ).strip(),
        model_url=environment.get("ATLAS_MODEL_URL", "").strip(),
        model=environment.get("ATLAS_MODEL", "").strip() or DEFAULT_MODEL,
        tutor_tokens_a_day=_whole_number(environment, "ATLAS_TUTOR_TOKENS_A_DAY", 200_000),
        fingerprints=_path(environment, "ATLAS_FINGERPRINTS"),
        bucket=_bucket(environment),
    )


def database_url(url: str) -> str:
    """`url` with the driver that Atlas brings: psycopg for PostgreSQL."""
    scheme, _, rest = url.partition("://")
    if scheme in ("postgres", "postgresql"):
        return f"postgresql+psycopg://{rest}"
    if scheme in ("sqlite", "postgresql+psycopg"):
        return url
    raise SettingsError(
        "ATLAS_DATABASE_URL must begin with sqlite:/// or postgresql://; unset it for SQLite."
    )


def _bucket(environment: Mapping[str, str]) -> Bucket | None:
    if not (url := environment.get("ATLAS_BUCKET_URL", "").strip()):
        return None
    given = {name: environment.get(f"ATLAS_BUCKET_{name}", "").strip() for name in _BUCKET_KEYS}
    for name, value in given.items():
        if not value:
            raise SettingsError(f"ATLAS_BUCKET_{name} must be set where ATLAS_BUCKET_URL is.")
    region = environment.get("ATLAS_BUCKET_REGION", "").strip() or "us-east-1"
    return Bucket(url=url, region=region, key_id=given["KEY_ID"], secret=given["SECRET"])


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    return Path(value) if (value := environment.get(name, "").strip()) else None


def _whole_number(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError:
        raise SettingsError(f"{name} must be a whole number, not {value!r}.") from None
