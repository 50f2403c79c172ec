"""What Prometheus is told: routes instead of names, and a queue that is counted when it asks."""

from datetime import timedelta

import httpx
import pytest
from api_world import World
from atlas_api.health.metrics import QueueMetrics, RequestMetrics
from prometheus_client import CollectorRegistry, generate_latest
from starlette.types import ASGIApp


def text(registry: CollectorRegistry) -> str:
    return generate_latest(registry).decode()


@pytest.fixture
def registry(world: World) -> CollectorRegistry:
    found = CollectorRegistry()
    found.register(QueueMetrics(world.service.database, world.clock))
    return found


async def test_the_queue_is_counted_with_the_age_of_its_oldest(
    world: World, registry: CollectorRegistry
) -> None:
    assert 'atlas_submissions{state="queued"} 0.0' in text(registry)
    await world.release()
    await world.submit("ada")
    world.clock.now += timedelta(seconds=90)
    told = text(registry)
    assert 'atlas_submissions{state="queued"} 1.0' in told
    assert "atlas_submission_oldest_seconds 90.0" in told
    await world.call("worker", "POST", "/v1/work/lease", json={"worker": "w", "wait_s": 0})
    world.clock.now += timedelta(seconds=5)
    told = text(registry)
    assert 'atlas_submissions{state="judging"} 1.0' in told
    assert "atlas_worker_seen_seconds 5.0" in told


async def test_requests_are_counted_by_route_and_never_by_name(world: World) -> None:
    registry = CollectorRegistry()
    app: ASGIApp = RequestMetrics(world.client._transport.app, registry)  # type: ignore[attr-defined]
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        headers = {"Authorization": "token ada"}
        await client.get("/v1/courses/systems/exercises", headers=headers)
        await client.get("/v1/courses/systems/exercises")
        await client.get("/v1/nothing-of-ada")
    told = text(registry)
    route = 'route="/v1/courses/{course}/exercises"'
    assert f'atlas_api_requests_total{{method="GET",{route},status="200"}} 1.0' in told
    assert f'atlas_api_requests_total{{method="GET",{route},status="401"}} 1.0' in told
    assert 'route="unknown",status="404"' in told
    assert "ada" not in told
