"""Who calls: the hub says, for a minute fresh, for 15 minutes of its outage kept."""

import asyncio
import re

import pytest
from api_world import USERS, WORKER_TOKEN, World, sentence
from atlas_api.errors import RefusalError
from atlas_api.identity.cache import Identities
from atlas_api.identity.caller import Role, caller_of
from atlas_api.identity.hub import HubUser, NullHub
from atlas_api.identity.store import meet, names_of, pseudonym_of


class Monotonic:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hub() -> NullHub:
    return NullHub(users=dict(USERS))


@pytest.fixture
def clock() -> Monotonic:
    return Monotonic()


@pytest.fixture
def identities(hub: NullHub, clock: Monotonic) -> Identities:
    return Identities(hub=hub, courses=["systems"], worker_token=WORKER_TOKEN, monotonic=clock)


async def refused(identities: Identities, authorization: str | None) -> RefusalError:
    with pytest.raises(RefusalError) as caught:
        await identities.identify(authorization)
    return caught.value


async def test_the_hub_is_asked_once_a_minute(
    identities: Identities, hub: NullHub, clock: Monotonic
) -> None:
    for moment in (0, 30, 59):
        clock.now = moment
        assert (await identities.identify("token ada")).name == "ada"
    assert hub.asked == 1
    clock.now = 61
    await identities.identify("token ada")
    assert hub.asked == 2


async def test_many_calls_at_once_ask_the_hub_once(identities: Identities, hub: NullHub) -> None:
    await asyncio.gather(*(identities.identify("token ada") for _ in range(50)))
    assert hub.asked == 1


async def test_an_identity_outlives_an_outage_of_15_minutes_and_not_longer(
    identities: Identities, hub: NullHub, clock: Monotonic
) -> None:
    await identities.identify("token ada")
    hub.down = True
    for moment in (61, 300, 899):
        clock.now = moment
        assert (await identities.identify("token ada")).name == "ada"
    clock.now = 901
    assert (await refused(identities, "token ada")).status_code == 503


async def test_a_hub_that_is_down_is_not_asked_with_every_call(
    identities: Identities, hub: NullHub, clock: Monotonic
) -> None:
    await identities.identify("token ada")
    hub.down = True
    clock.now = 100
    for _ in range(20):
        await identities.identify("token ada")
    assert hub.asked == 2


async def test_who_is_unknown_during_an_outage_stays_out(
    identities: Identities, hub: NullHub
) -> None:
    hub.down = True
    error = await refused(identities, "token ada")
    assert error.status_code == 503
    assert error.headers == {"Retry-After": "30"}


async def test_a_refusal_by_the_hub_ends_an_identity_at_once(
    identities: Identities, hub: NullHub, clock: Monotonic
) -> None:
    await identities.identify("token ada")
    del hub.users["ada"]
    clock.now = 61
    assert (await refused(identities, "token ada")).status_code == 401
    hub.down = True
    assert (await refused(identities, "token ada")).status_code == 503


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "token",
        "token ",
        "Basic YWRhOmFkYQ==",
        "Bearer wrong",
        f"token {WORKER_TOKEN}",
        "token \u00e4da",
        f"token {'x' * 501}",
    ],
)
async def test_what_is_no_token_is_refused(
    identities: Identities, authorization: str | None
) -> None:
    assert (await refused(identities, authorization)).status_code == 401


async def test_without_a_configured_worker_nobody_is_the_worker(hub: NullHub) -> None:
    identities = Identities(hub=hub, courses=["systems"], worker_token="")
    for authorization in ("Bearer ", "Bearer x", "bearer  "):
        assert (await refused(identities, authorization)).status_code == 401


def test_roles_follow_from_groups_name_and_rank() -> None:
    groups = frozenset({"systems-learners", "other-instructors", "systems-learners-2"})
    ada = caller_of(HubUser(name="ada", groups=groups), ["systems", "other", "third"])
    assert ada.roles == {
        "systems": frozenset({Role.LEARNER}),
        "other": frozenset({Role.INSTRUCTOR}),
    }
    course = caller_of(HubUser(name="course-systems"), ["systems", "other"])
    assert course.roles == {"systems": frozenset({Role.COURSE})}
    canary = caller_of(HubUser(name="canary-systems"), ["systems", "other"])
    assert canary.roles == {"systems": frozenset({Role.LEARNER})}
    admin = caller_of(HubUser(name="admin", admin=True), ["systems"])
    assert admin.roles == {"systems": frozenset({Role.OPERATOR})}


async def test_me_tells_name_and_roles(world: World) -> None:
    assert (await world.call("ada", "GET", "/v1/me")).json() == {
        "name": "ada",
        "roles": ["learner"],
        "courses": [{"id": "systems", "role": "learner"}],
    }
    worker = (await world.call("worker", "GET", "/v1/me")).json()
    assert (worker["name"], worker["roles"]) == ("worker", ["worker"])
    assert (await world.call("stranger", "GET", "/v1/me")).json()["courses"] == []
    nobody = await world.call("nobody", "GET", "/v1/me")
    assert nobody.status_code == 401
    assert "Authorization: token" in sentence(nobody)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/facts"),
        ("GET", "/v1/progress"),
        ("GET", "/v1/courses/systems/exercises"),
        ("PUT", "/v1/courses/systems/exercises/retry/release"),
        ("GET", "/v1/courses/systems/exercises/retry/release"),
        ("POST", "/v1/courses/systems/exercises/retry/submissions"),
        ("GET", "/v1/courses/systems/submissions"),
        ("GET", "/v1/submissions/01a1fcee-b724-78a9-a0df-09d23f068de3/content"),
        ("POST", "/v1/work/lease"),
        ("POST", "/v1/work/01a1fcee-b724-78a9-a0df-09d23f068de3/heartbeat"),
        ("POST", "/v1/work/01a1fcee-b724-78a9-a0df-09d23f068de3/grade"),
        ("POST", "/v1/work/01a1fcee-b724-78a9-a0df-09d23f068de3/requeue"),
        ("POST", "/v1/courses/systems/submissions/01a1fcee-b724-78a9-a0df-09d23f068de3/manual"),
        ("POST", "/v1/tutor/ask"),
    ],
)
async def test_no_call_works_without_a_token_or_for_a_stranger(
    world: World, method: str, path: str
) -> None:
    body = {
        "facts": [],
        "question": "x",
        "worker": "w",
        "lease": "x",
        "points": 1,
    }
    wanted = {"/v1/facts": ["facts"], "/v1/tutor/ask": ["question"], "/v1/work/lease": ["worker"]}
    keys = wanted.get(path, ["points"] if path.endswith("manual") else ["lease"])
    chosen = {key: body[key] for key in keys}
    if path.endswith("/grade"):
        lease = {"submission": "x", "exercise": "x"}
        chosen["grade"] = {**lease, "check_set": "c", "points": 0, "max_points": 0}
        chosen["grade"] |= {"checks": [], "sentence": ""}
    for who, status in (("nobody", {401}), ("a-made-up-token", {401})):
        answer = await world.call(who, method, path, json=chosen)
        assert answer.status_code in status
        sentence(answer)
    # A stranger is somebody, but has nothing here: their own facts and progress are all.
    stranger = await world.call("stranger", method, path, json=chosen)
    expected = {200} if path in ("/v1/facts", "/v1/progress") else {403, 404}
    assert stranger.status_code in expected


async def test_a_pseudonym_is_made_once_and_says_nothing(world: World) -> None:
    def twice() -> list[str]:
        made = []
        for _ in range(2):
            with world.service.database.writing() as session:
                made.append(meet(session, "ada", now=world.clock()))
        return made

    results = await asyncio.gather(*(asyncio.to_thread(twice) for _ in range(8)))
    (pseudonym,) = {made for result in results for made in result}
    assert re.fullmatch("p-[0-9a-f]{24}", pseudonym)
    with world.service.database.reading() as session:
        assert pseudonym_of(session, "ada") == pseudonym
        assert pseudonym_of(session, "lin") is None
        assert names_of(session, [pseudonym, "p-gone"]) == {pseudonym: "ada", "p-gone": "erased"}
