"""From inside learner A's kernel: sockets, ports, and the servers of others."""

import base64
import json
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import websocket
from atlas_hub import enter
from attacker import Attacker
from machine_room import MachineRoom, Person

pytestmark = [pytest.mark.redteam, pytest.mark.enable_socket, pytest.mark.timeout(300)]

REFUSED = (401, 403)


@pytest.fixture(scope="module")
def lin(room: MachineRoom) -> Person:
    person = room.login("lin")
    person.start_server()
    person.run("1")
    return person


@pytest.fixture(scope="module")
def ines(room: MachineRoom) -> Person:
    person = room.login("ines")
    person.start_server("course-systems")
    return person


@pytest.fixture(scope="module")
def attacker(ada: Person, lin: Person, ines: Person) -> Attacker:
    return Attacker(ada.kernel())


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as made:
        yield made


def inner_processes(room: MachineRoom, name: str) -> list[psutil.Process]:
    record = json.loads((room.state / "run" / "servers" / f"{name}.json").read_text())
    return psutil.Process(record["pid"]).children(recursive=True)


def server_port(room: MachineRoom, name: str) -> int:
    (port,) = ports_of(inner_processes(room, name))
    return port


def ports_of(processes: list[psutil.Process]) -> list[int]:
    return sorted(
        connection.laddr.port
        for process in processes
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    )


def token(person: Person) -> str:
    return f"{{'Authorization': 'token {person.token}'}}"


def test_a_socket_in_the_state_folder_is_out_of_reach(
    room: MachineRoom, attacker: Attacker, listener: socket.socket
) -> None:
    with tempfile.TemporaryDirectory(prefix="atlas-") as short:
        listener.bind(f"{short}/planted.sock")
        listener.listen()
        assert attacker.outside(f"sockets_in_the_file_system([{short!r}])") == [
            f"{short}/planted.sock"
        ]
        inside = attacker.inside(f"sockets_in_the_file_system(['/', {short!r}])")
    foreign = [path for path in inside if not path.startswith("/run/jupyter/")]
    assert foreign == []


def test_the_sockets_in_reach_are_the_learners_own_kernel(attacker: Attacker) -> None:
    inside = attacker.inside("sockets_in_the_file_system(['/'])")
    assert inside
    assert attacker.inside("sockets_in_the_file_system(['/'], ['/run/jupyter'])") == []


@pytest.mark.skipif(
    enter.landlock_abi() < enter.ABI_WITH_SCOPES, reason="the kernel is older than 6.12"
)
def test_an_abstract_socket_outside_is_out_of_reach(
    attacker: Attacker, listener: socket.socket
) -> None:
    listener.bind("\0atlas-redteam-planted")
    listener.listen()
    assert "atlas-redteam-planted" in attacker.outside("abstract_sockets()")
    assert attacker.inside("abstract_sockets()") == []


def test_nothing_of_atlas_listens_but_what_is_known(room: MachineRoom, attacker: Attacker) -> None:
    programs = [process for process in room.processes() if process.name() != "bwrap"]
    known = {room.port + offset for offset in range(4)}
    assert set(ports_of(programs)) == known
    for name in ("ada", "lin", "course-systems"):
        assert len(ports_of(inner_processes(room, name))) == 1, "one port: the server's own"
    assert known < set(attacker.inside("listening_ports()"))


@pytest.mark.parametrize(
    ("offset", "path"),
    [
        (0, "/hub/api/users"),
        (0, "/hub/api/user"),
        (0, "/user/lin/api/contents"),
        (0, "/user/lin/api/kernels"),
        (0, "/user/lin/atlas/me"),
        (0, "/user/course-systems/api/contents"),
        (1, "/hub/api/users"),
        (1, "/hub/api/groups"),
        (1, "/hub/api/proxy"),
        (2, "/v1/me"),
        (2, "/v1/progress"),
        (2, "/v1/courses/systems/submissions"),
        (3, "/api/rawdata"),
        (3, "/api/http/routers"),
    ],
)
def test_a_known_port_refuses_without_credentials(
    room: MachineRoom, attacker: Attacker, offset: int, path: str
) -> None:
    assert attacker.inside(f"ask('http://127.0.0.1:{room.port + offset}{path}')") in REFUSED


@pytest.mark.parametrize("path", ["/v1/work/lease", "/v1/tutor/ask", "/v1/facts"])
def test_the_apis_writes_refuse_without_credentials(
    room: MachineRoom, attacker: Attacker, path: str
) -> None:
    url = f"http://127.0.0.1:{room.port + 2}{path}"
    assert attacker.inside(f"ask({url!r}, {{}}, 'POST')") in REFUSED


def test_the_same_calls_answer_those_who_may(
    room: MachineRoom, attacker: Attacker, lin: Person
) -> None:
    secret = (room.state / "secrets" / "proxy-password").read_text().strip()
    basic = base64.b64encode(f"atlas:{secret}".encode()).decode()
    for url, headers in (
        (f"http://127.0.0.1:{room.port + 3}/api/rawdata", {"Authorization": f"Basic {basic}"}),
        (f"{room.url}/user/lin/api/contents", {"Authorization": f"token {lin.token}"}),
        (f"http://127.0.0.1:{room.port + 2}/v1/me", {"Authorization": f"token {lin.token}"}),
        (f"http://127.0.0.1:{room.port + 1}/hub/api/user", {"Authorization": f"token {lin.token}"}),
    ):
        assert attacker.outside(f"ask({url!r}, {headers})") == 200, url


def test_another_learners_server_refuses_at_its_own_port(
    room: MachineRoom, attacker: Attacker, ada: Person, lin: Person
) -> None:
    url = f"http://127.0.0.1:{server_port(room, 'lin')}/user/lin/api/contents"
    assert attacker.outside(f"ask({url!r}, {token(lin)})") == 200
    assert attacker.inside(f"ask({url!r})") in REFUSED
    assert attacker.inside(f"ask({url!r}, {token(ada)})") in REFUSED
    own = "{'Authorization': 'token ' + os.environ['JUPYTERHUB_API_TOKEN']}"
    assert attacker.inside(f"ask({url!r}, {own})") in REFUSED


@pytest.mark.parametrize("server", ["lin", "course-systems"])
def test_a_learners_token_and_cookie_open_no_other_server_through_the_proxy(
    room: MachineRoom, ada: Person, attacker: Attacker, server: str
) -> None:
    url = f"{room.url}/user/{server}/api/contents"
    assert ada.client.get("/user/ada/lab").status_code == 200
    assert ada.client.get("/user/ada/api/contents").status_code == 200
    assert ada.client.get(f"/user/{server}/api/contents").status_code in REFUSED
    assert ada.client.get(f"/user/{server}/lab").status_code in REFUSED
    assert attacker.inside(f"ask({url!r}, {token(ada)})") in REFUSED


def test_a_learners_token_opens_no_channel_to_anothers_kernel(
    room: MachineRoom, ada: Person, lin: Person, attacker: Attacker
) -> None:
    kernel = lin.kernel().id
    address = f"ws://127.0.0.1:{room.port}/user/lin/api/kernels/{kernel}/channels"
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        websocket.create_connection(
            address, header={"Authorization": f"token {ada.token}"}, http_no_proxy=["127.0.0.1"]
        )


def test_a_servers_token_rules_nobody_else(
    room: MachineRoom, attacker: Attacker, ada: Person
) -> None:
    own = "{'Authorization': 'token ' + os.environ['JUPYTERHUB_API_TOKEN']}"
    hub = f"http://127.0.0.1:{room.port + 1}/hub/api"
    assert attacker.inside(f"ask('{hub}/user', {own})") == 200
    for method, path in (
        ("GET", "/users"),
        ("GET", "/users/lin"),
        ("DELETE", "/users/lin/server"),
        ("POST", "/users/course-systems/server"),
        ("POST", "/shutdown"),
        ("POST", "/users/ada/tokens"),
        ("GET", "/groups"),
    ):
        status = attacker.inside(f"ask('{hub}{path}', {own}, {method!r})")
        assert status in (403, 404), (method, path)


def test_the_apis_worker_calls_refuse_a_learners_token(
    room: MachineRoom, attacker: Attacker, ada: Person
) -> None:
    url = f"http://127.0.0.1:{room.port + 2}/v1/work/lease"
    assert attacker.inside(f"ask({url!r}, {token(ada)}, 'POST')") in REFUSED


@pytest.mark.skipif(
    enter.landlock_abi() < enter.ABI_WITH_PORTS, reason="the kernel is older than 6.7"
)
def test_a_learner_can_not_take_the_place_of_a_fallen_program(attacker: Attacker) -> None:
    with socket.socket() as finder:
        finder.bind(("127.0.0.1", 0))
        free = finder.getsockname()[1]
    assert attacker.outside(f"binds({free})") == "bound"
    assert attacker.inside(f"binds({free})") == "Permission denied"
    assert attacker.inside("binds(0)") == "bound"


def test_the_debugger_can_not_be_started(attacker: Attacker) -> None:
    code = (
        "try:\n    import debugpy; debugpy.listen(0)\nexcept Exception as e:\n    print('refused')"
    )
    assert attacker.kernel.run(code) == "refused"


def test_the_catalogue_is_there_and_read_only(attacker: Attacker) -> None:
    catalogue = Path("/srv/atlas/catalogue.sqlite")
    assert attacker.inside(f"readable([{str(catalogue)!r}])") == [str(catalogue)]
    assert attacker.inside("written(['/srv/atlas'])") == []
