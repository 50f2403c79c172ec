"""Writing into the home: whole files or none, never over the learner's own."""

import asyncio
import errno
import json
import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import httpx
import nbformat
import pytest
from atlas_server.home import explained, lesson_path
from atlas_server.refusal import Refusal
from server_world import Home

COPY = "lessons/course/retry-storm.ipynb"
PAGE = {"page": "course/retry-storm"}


@pytest.mark.enable_socket
async def test_working_on_a_page_makes_a_valid_notebook_of_it(
    server: httpx.AsyncClient, home: Home
) -> None:
    answer = (await server.post("notebook", json=PAGE)).raise_for_status()
    assert answer.json() == {"path": COPY, "created": True}
    notebook = nbformat.reads(home.read(COPY).decode(), as_version=4)
    nbformat.validate(notebook)
    assert "A retry multiplies load." in notebook.cells[0].source


@pytest.mark.enable_socket
async def test_the_learners_copy_is_never_overwritten(
    server: httpx.AsyncClient, home: Home
) -> None:
    home.write(COPY, b"mine")
    answer = await server.post("notebook", json=PAGE)
    assert answer.json() == {"path": COPY, "created": False}
    assert home.read(COPY) == b"mine"


@pytest.mark.enable_socket
async def test_clicking_many_times_at_once_makes_one_copy(
    server: httpx.AsyncClient, home: Home
) -> None:
    answers = await asyncio.gather(*(server.post("notebook", json=PAGE) for _ in range(5)))
    assert sorted(answer.json()["created"] for answer in answers) == [False] * 4 + [True]
    assert home.files("lessons") == [COPY]
    json.loads(home.read(COPY))


@pytest.mark.enable_socket
async def test_a_folder_in_the_way_is_said_in_a_sentence(
    server: httpx.AsyncClient, home: Home
) -> None:
    home.write("lessons", b"a file where a folder should be")
    answer = await server.post("notebook", json=PAGE)
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "home-unwritable")
    assert COPY in answer.json()["error"]["sentence"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_from_a_forbidden_folder(number: int) -> None:
    with pytest.raises(Refusal) as refused, explained("lessons/a.ipynb"):
        raise OSError(number, os.strerror(number))
    assert refused.value.sentence.startswith("Your home is full, so lessons/a.ipynb could not")


def test_a_write_that_fails_in_the_middle_leaves_no_file(tmp_path: Path) -> None:
    """A limit on the size of files stands for a disk that fills up."""
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path, PurePosixPath\n"
        "from atlas_server.home import create_file\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "create_file(Path(sys.argv[1]), PurePosixPath('lessons/a.ipynb'), b'x' * 5000)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    ended = subprocess.run(command, check=False, timeout=60, capture_output=True, text=True)
    assert "lessons/a.ipynb can't be written in your home (file too large)" in ended.stderr
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("course/retry-storm", "lessons/course/retry-storm.ipynb"),
        ("docs/../../etc/passwd", "lessons/docs/_./_./etc/passwd.ipynb"),
        ("docs/.github/a", "lessons/docs/_github/a.ipynb"),
        ("docs/a: b?", "lessons/docs/a- b-.ipynb"),
        ("/", "lessons/page.ipynb"),
    ],
)
def test_a_copy_stays_inside_its_folder_and_in_sight(page: str, path: str) -> None:
    assert lesson_path(page) == PurePosixPath(path)
