"""What the chart tells the hub: one JSON file, checked once, unknown keys refused.

The file is made by the chart from `values.yaml`; nothing in it is secret. Secrets are files beside
each other in one folder, named here by `Secrets`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class ValuesError(ValueError):
    """The file that the chart made can't be used, as one sentence with its remedy."""


class Model(BaseModel):
    """What all parts share: immutable, camelCase as in the chart, nothing unknown."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: (
            name.split("_")[0] + "".join(part.capitalize() for part in name.split("_")[1:])
        ),
        populate_by_name=True,
    )


class Size(Model):
    """Request and limit, as Kubernetes writes them: `500m`, `1Gi`."""

    request: str
    limit: str


class Profile(Model):
    """A size of server. groups: hub groups that may choose it; empty means everybody."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")
    title: str
    description: str = ""
    groups: tuple[str, ...] = ()
    cpu: Size
    memory: Size
    internet: bool = False


class Storage(Model):
    """The volume of a person's home."""

    class_name: str = ""
    capacity: str = "1Gi"
    access_modes: tuple[str, ...] = ("ReadWriteOnce",)


class Servers(Model):
    """Learners' pods."""

    image: str
    course_image: str
    pull_policy: Literal["Always", "IfNotPresent", "Never"] = "IfNotPresent"
    pull_secrets: tuple[str, ...] = ()
    command: tuple[str, ...] = ("jupyterhub-singleuser",)
    default_url: str = "/lab"
    storage: Storage = Storage()
    profiles: tuple[Profile, ...]
    scratch: str = "512Mi"
    runtime_class: str = ""
    priority_class: str = ""
    node_selector: dict[str, str] = {}
    tolerations: tuple[dict[str, Any], ...] = ()
    named_per_user: int = 0
    start_timeout_s: int = 300


class Oidc(Model):
    """Sign-in with an OpenID provider. groups: hub group -> the provider's groups."""

    title: str = "your university"
    client_id: str
    authorize_url: str
    token_url: str
    userinfo_url: str
    callback_url: str
    scope: tuple[str, ...] = ("openid", "profile", "email")
    username_claim: str = "preferred_username"
    groups_claim: str = "groups"
    groups: dict[str, tuple[str, ...]] = {}
    admin_groups: tuple[str, ...] = ()
    ca_file: str = ""


class Database(Model):
    """PostgreSQL; the password is a secret."""

    host: str
    port: int = 5432
    name: str = "hub"
    user: str = "hub"
    ssl_mode: str = "prefer"


class Values(Model):
    """Everything that the hub is told."""

    release: str
    namespace: str
    courses: tuple[str, ...]
    hub_url: str
    api_url: str
    proxy_api_url: str
    redis_url: str
    database: Database
    state: Path = Path("/srv/state")
    subdomain_host: str = ""
    concurrent_spawns: int = 64
    idle_minutes: int = 60
    oidc: Oidc | None = None
    canary: bool = False
    servers: Servers


@dataclass(frozen=True, slots=True)
class Secrets:
    """Names of the files in the folder of secrets."""

    folder: Path

    def read(self, name: str) -> str:
        """Read one; ValuesError when it is not there."""
        try:
            return (self.folder / name).read_text().strip()
        except OSError as error:
            raise ValuesError(
                f"The secret {name} is missing in {self.folder}: see `secrets` in the chart's "
                "values, or let the chart make it."
            ) from error


def read_values(path: Path) -> Values:
    """Read the file; ValuesError names the value that is wrong by its path."""
    try:
        return Values.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ValuesError(f"{path} can't be read ({error.strerror}).") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValuesError(f"{path}: {where}: {first['msg']}.") from error
