"""What the extension is told by its environment, read once when the server starts.

`JUPYTERHUB_*` comes from the hub; without it (plain `jupyter lab`) `api` is None: reading works
and every other call says what is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiAddress:
    """Where `atlas_api` listens, and the server's own hub token, by which it knows the learner."""

    url: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`root` is the folder that JupyterLab shows; `state` is for what the learner never opens.

    `formgrader_url` is there for instructors only.
    """

    root: Path
    state: Path
    catalogue: Path | None = None
    api: ApiAddress | None = None
    user: str | None = None
    formgrader_url: str | None = None

    @classmethod
    def read(cls, environment: Mapping[str, str], *, root: Path, home: Path) -> "Settings":
        """Read the environment; an empty variable counts as absent."""
        catalogue = environment.get("ATLAS_CATALOGUE")
        url = environment.get("ATLAS_API_URL")
        token = environment.get("JUPYTERHUB_API_TOKEN")
        return cls(
            root=root,
            state=home / ".local" / "share" / "atlas",
            catalogue=Path(catalogue) if catalogue else None,
            api=ApiAddress(url=url.rstrip("/"), token=token) if url and token else None,
            user=environment.get("JUPYTERHUB_USER") or None,
            formgrader_url=environment.get("ATLAS_FORMGRADER_URL") or None,
        )
