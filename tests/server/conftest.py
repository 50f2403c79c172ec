"""Fixtures over `server_world`."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from server_world import (
    HUB_TOKEN,
    ApiStandIn,
    Environment,
    Home,
    jupyter_server,
    listening,
    write_catalogue,
)

CLEARED = ("ATLAS_CATALOGUE", "ATLAS_API_URL", "JUPYTERHUB_API_TOKEN", "JUPYTERHUB_USER")


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.sqlite"
    write_catalogue(path)
    return path


@pytest.fixture
async def api() -> AsyncIterator[ApiStandIn]:
    state = ApiStandIn(url="")
    async with listening(state):
        yield state


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    path = tmp_path / "home"
    path.mkdir()
    monkeypatch.setenv("HOME", str(path))
    for name in ("CONFIG", "DATA", "RUNTIME"):
        monkeypatch.setenv(f"JUPYTER_{name}_DIR", str(tmp_path / f"jupyter-{name.lower()}"))
    for name in CLEARED:
        monkeypatch.delenv(name, raising=False)
    return Home(path)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Environment:
    def give(**variables: str) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return give


@pytest.fixture
async def server(
    home: Home, catalogue: Path, api: ApiStandIn, environment: Environment
) -> AsyncIterator[httpx.AsyncClient]:
    """A learner's server as the hub starts it."""
    environment(
        ATLAS_CATALOGUE=str(catalogue),
        ATLAS_API_URL=api.url,
        JUPYTERHUB_API_TOKEN=HUB_TOKEN,
        JUPYTERHUB_USER="ada",
    )
    async with jupyter_server(home.path) as client:
        yield client
