"""A whole Atlas, used as people use it."""

import json
import time

import httpx
import pytest
from machine_room import MachineRoom, Person, wait_for

pytestmark = [pytest.mark.hub, pytest.mark.enable_socket, pytest.mark.timeout(300)]


def test_the_operator_is_told_address_accounts_and_state(room: MachineRoom) -> None:
    told = room.printed()
    assert room.url in told
    assert str(room.state) in told
    for name, password in room.accounts().items():
        assert name in told
        assert password in told


def test_every_part_is_well(room: MachineRoom) -> None:
    for url in (
        f"http://127.0.0.1:{room.port + 3}/ping",
        f"{room.url}/hub/health",
        f"http://127.0.0.1:{room.port + 2}/health",
    ):
        assert httpx.get(url, trust_env=False).status_code == 200, url


def test_a_learner_reaches_jupyterlab_and_runs_a_cell(room: MachineRoom, ada: Person) -> None:
    page = ada.client.get("/user/ada/lab")
    assert page.status_code == 200
    assert "JupyterLab" in page.text
    assert ada.run("6 * 7") == "42"


def test_the_learners_home_keeps_what_the_learner_writes(room: MachineRoom, ada: Person) -> None:
    ada.run("open('kept.txt', 'w').write('by ada')")
    assert (room.state / "homes" / "ada" / "kept.txt").read_text() == "by ada"
    assert ada.run("import os; print(os.environ['HOME'], os.getcwd())") == "/home/ada /home/ada"


def test_atlas_server_is_loaded_and_nbgraders_pages_are_not(ada: Person) -> None:
    assert ada.call("GET", "/user/ada/atlas/me").status_code == 200
    assert ada.call("GET", "/user/ada/formgrader").status_code == 404


def test_a_kernel_talks_over_private_sockets_and_offers_no_debugger(ada: Person) -> None:
    connection = json.loads(
        ada.run(
            "import ipykernel.connect as c, json; print(json.dumps(c.get_connection_info(unpack=1),"
            " default=str))"
        )
    )
    assert connection["transport"] == "ipc"
    assert connection["ip"].startswith("/run/jupyter/")
    features = ada.run("from IPython import get_ipython; print(get_ipython().kernel.kernel_info)")
    assert "debugger" not in features
    specs = ada.call("GET", "/user/ada/api/kernelspecs").json()["kernelspecs"]
    assert specs["python3"]["spec"]["metadata"]["debugger"] is False


def test_a_server_knows_its_owner_and_groups(room: MachineRoom, ada: Person) -> None:
    token = ada.run("import os; print(os.environ['JUPYTERHUB_API_TOKEN'])")
    told = httpx.get(
        f"http://127.0.0.1:{room.port + 1}/hub/api/user",
        headers={"Authorization": f"token {token}"},
        trust_env=False,
    ).json()
    assert told["name"] == "ada"
    assert told["groups"] == ["systems-learners"]


def test_an_instructor_opens_formgrader_by_one_link_and_a_learner_does_not(
    room: MachineRoom, ada: Person
) -> None:
    ines = room.login("ines")
    ines.start_server()
    link = ines.run("import os; print(os.environ['ATLAS_FORMGRADER_URL'])")
    assert ines.client.get(link).status_code == 200
    wait_for(
        lambda: ines.client.get(link).url.path.startswith("/user/course-systems/formgrader"),
        60,
        "formgrader",
    )
    page = ines.client.get("/user/course-systems/formgrader/manage_assignments")
    assert page.status_code == 200
    assert "formgrade" in page.text
    assert "'self'" in page.headers["Content-Security-Policy"]
    for path in ("/user/course-systems/formgrader", "/hub/spawn/course-systems"):
        assert ada.client.get(path).status_code in (403, 404)
    answer = ada.call("DELETE", "/hub/api/users/course-systems/server")
    assert answer.status_code in (403, 404)
    assert ines.call("GET", "/user/course-systems/api/status").status_code == 200


def test_the_course_server_sees_the_grading_package_and_no_hidden_check(
    room: MachineRoom,
) -> None:
    ines = room.login("ines")
    ines.start_server("course-systems")
    kernel = ines.kernel("course-systems")
    assert kernel.run("import atlas_grading; print('seen')") == "seen"
    assert kernel.run(
        "import os, atlas_grading; from pathlib import Path;"
        " print(sorted(os.listdir(Path(atlas_grading.__file__).parents[1])))"
    ) == str(["atlas_grading"])


def test_a_learner_simulates_and_sweeps_in_a_notebook(room: MachineRoom, ada: Person) -> None:
    script = (
        "import atlas;"
        " run = atlas.simulate('retry-storm#1', load=80, duration='20 s', seed=3);"
        " swept = atlas.sweep('retry-storm#1', {'load': [20, 40, 80], 'seed': [1, 2]},"
        " duration='20 s');"
        " print(run.latency.p99 > run.latency.p50 > 0, len(run.trace) > 1000,"
        " len(swept.to_pandas()), len(run.plot().data) > 0)"
    )
    assert ada.run(script) == "True True 6 True"


def test_guessing_a_password_is_slowed_down(room: MachineRoom) -> None:
    guesser = Person(room.url, "lin")
    for _ in range(5):
        with pytest.raises(AssertionError, match="could not sign in"):
            guesser.sign_in("guess")
    with pytest.raises(AssertionError, match="could not sign in: 429"):
        guesser.sign_in(room.accounts()["lin"])
    time.sleep(2.5)
    guesser.sign_in(room.accounts()["lin"])
    guesser.close()


def test_a_request_can_be_followed_by_its_id(room: MachineRoom, ada: Person) -> None:
    ada.call("GET", "/hub/api/user", headers={"X-Request-Id": "follow-me-1"})
    for program, field in (("hub", "path"), ("proxy", "RequestPath")):
        log = room.state / "log" / f"{program}.log"
        wait_for(lambda log=log: "follow-me-1" in log.read_text(), 10, f"a line in {log}")
        line = next(line for line in log.read_text().splitlines() if "follow-me-1" in line)
        assert json.loads(line)[field] == "/hub/api/user"


def test_logs_and_state_are_private(room: MachineRoom) -> None:
    public = room.state / "catalogue"  # made by another program, readable for everyone
    for path in (room.state, *room.state.rglob("*")):
        if path.parent != public and not path.is_symlink() and "homes" not in path.parts:
            assert path.stat().st_mode & 0o077 == 0, path


def test_what_a_forked_child_prints_reaches_the_page(ada: Person) -> None:
    code = """
import multiprocessing
child = multiprocessing.get_context("fork").Process(target=lambda: print("from the child"))
child.start(); child.join(); __import__("time").sleep(1)
"""
    assert ada.run(code) == "from the child"
