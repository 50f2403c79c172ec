"""/health: always an answer, always fast, and a sentence for each thing that is missing."""

import asyncio
import time
from pathlib import Path

import httpx
from api_world import World
from atlas_api.app import build_app
from atlas_api.identity.hub import NullHub
from atlas_api.settings import Settings


class HangingHub(NullHub):
    """A hub that takes the question and never answers."""

    async def ping(self) -> bool:
        await asyncio.sleep(60)
        return True


async def health(world: World) -> dict[str, object]:
    answer = await world.call("nobody", "GET", "/health")
    assert answer.status_code == 200
    return dict(answer.json())


async def test_what_is_missing_is_named_and_the_rest_works(world: World) -> None:
    body = await health(world)
    assert body["status"] == "degraded"
    checks = body["checks"]
    assert {name: check["ok"] for name, check in checks.items()} == {
        "database": True,
        "hub": True,
        "catalogue": False,
        "worker": False,
    }
    assert "atlas build" in checks["catalogue"]["sentence"]


async def test_a_worker_is_there_for_a_minute_after_it_asked(world: World) -> None:
    await world.lease()
    assert (await health(world))["checks"]["worker"]["ok"] is True
    world.clock.advance(seconds=61)
    worker = (await health(world))["checks"]["worker"]
    assert worker == {"ok": False, "sentence": "No worker for 61 s; submissions wait for one."}


async def test_a_worker_that_judges_long_is_there_by_its_heartbeats(world: World) -> None:
    await world.release()
    await world.submit()
    lease = (await world.lease()).json()
    world.clock.advance(seconds=50)
    path = f"/v1/work/{lease['submission']}/heartbeat"
    await world.call("worker", "POST", path, json={"lease": lease["lease"]})
    world.clock.advance(seconds=50)
    assert (await health(world))["checks"]["worker"]["ok"] is True


async def test_a_hub_that_hangs_does_not_hold_health_up(settings: Settings) -> None:
    app = build_app(settings, hub=HangingHub())
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://atlas") as client:
        started = time.monotonic()
        answer = await client.get("/health")
        assert time.monotonic() - started < 2
    assert answer.json()["checks"]["hub"]["ok"] is False
    app.state.service.database.close()


async def test_a_hub_that_is_down_is_named(world: World) -> None:
    world.hub.down = True
    assert (await health(world))["checks"]["hub"]["ok"] is False


async def test_without_its_tables_the_service_is_failing(tmp_path: Path) -> None:
    settings = Settings(
        state=tmp_path, database_url=f"sqlite:///{tmp_path}/none.sqlite", hub_url="http://x"
    )
    app = build_app(settings, hub=NullHub())
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://atlas") as client:
        answer = await client.get("/health")
    assert answer.status_code == 503
    body = answer.json()
    assert body["status"] == "failing"
    assert "atlas_api.migrate" in body["checks"]["database"]["sentence"]
    app.state.service.database.close()
