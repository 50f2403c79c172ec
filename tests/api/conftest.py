"""A service in memory for each test: real database (SQLite and PostgreSQL), Null hub, own clock.

PostgreSQL comes from `pgserver`; where it can't run, its half of the tests is skipped with the
reason. Every test gets a database of its own, copied from one that was migrated once.
"""

import importlib
import warnings
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from shutil import copy, rmtree
from tempfile import mkdtemp

import httpx
import psycopg
import pytest
from api_world import USERS, WORKER_TOKEN, SetClock, World
from atlas_api.app import build_app
from atlas_api.database import Database
from atlas_api.identity.hub import NullHub
from atlas_api.migrate import migrate
from atlas_api.settings import Settings
from atlas_api.tutor.model import Model

_numbers = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server without the database's name."""
    folder = mkdtemp(prefix="atlas-postgres-")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = importlib.import_module("pgserver").get_server(folder, cleanup_mode="delete")
    except Exception as error:
        rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL can't run here: {error}")
    address = f"postgresql://postgres:@/postgres?host={folder}"
    with psycopg.connect(address, autocommit=True) as connection:
        # Nobody pulls the plug of a test: what it would survive need not be waited for.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    yield f"postgresql+psycopg://postgres:@/{{name}}?host={folder}"
    server.cleanup()
    rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    _create_database(postgres, "atlas_template")
    database = Database(postgres.format(name="atlas_template"))
    migrate(database)
    database.close()
    return "atlas_template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "atlas.sqlite"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, on each of the two."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/empty.sqlite"
    postgres = request.getfixturevalue("postgres")
    return str(postgres.format(name=_create_database(postgres)))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database at head, on each of the two."""
    if request.param == "sqlite":
        copy(request.getfixturevalue("sqlite_template"), tmp_path / "atlas.sqlite")
        return f"sqlite:///{tmp_path}/atlas.sqlite"
    template = request.getfixturevalue("postgres_template")
    postgres = request.getfixturevalue("postgres")
    return str(postgres.format(name=_create_database(postgres, template=template)))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database at head."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        state=tmp_path / "state",
        database_url=database_url,
        hub_url="http://127.0.0.1:1/hub/api",
        courses=("systems", "other"),
        worker_token=WORKER_TOKEN,
    )


@pytest.fixture
def model() -> Model | None:
    """No model; a test that wants one overrides this."""
    return None


@pytest.fixture
async def world(settings: Settings, model: Model | None) -> AsyncIterator[World]:
    hub, clock = NullHub(users=dict(USERS)), SetClock()
    app = build_app(settings, hub=hub, clock=clock, model=model)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://atlas") as client,
    ):
        yield World(service=app.state.service, client=client, hub=hub, clock=clock)


def _create_database(postgres: str, name: str = "", *, template: str = "template1") -> str:
    name = name or f"atlas_{next(_numbers)}"
    url = postgres.format(name="postgres").replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return name
