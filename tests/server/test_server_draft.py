"""What Python adds to a text while somebody types, and drawing from memory."""

import httpx
import pytest
from server_world import Home

pytestmark = pytest.mark.enable_socket

DRAWING = {
    "direction": "TB",
    "title": "",
    "nodes": [
        {"id": "A", "lines": ["API gateway", "p99: 10ms"], "shape": "rect", "group": None,
         "classes": ["edgeStyle"], "fill": None, "link": None},
        {"id": "B", "lines": ["Redis"], "shape": "cylinder", "group": None, "classes": [],
         "fill": None, "link": None},
    ],
    "edges": [
        {"id": "L1", "source": "A", "target": "B", "lines": ["5K req/s"], "stroke": "normal",
         "head": "point", "tail": "none"}
    ],
    "groups": [],
    "blocks": [],
}  # fmt: skip
TEXT = "flowchart TB\n  A[API gateway<br/>p99: 10ms] -->|5K req/s| B[(Redis)]"


async def test_the_repairs_are_those_of_the_build_with_lines_of_the_text(
    server: httpx.AsyncClient,
) -> None:
    text = "grph TB\n  A[Cache (Redis)] --> B"
    offered = (await server.post("draft/attempts", json={"text": text})).raise_for_status().json()
    assert (offered["kind"], offered["typed"]) == ("flowchart", True)
    assert offered["attempts"][0] == {"text": text, "repairs": []}
    mended = offered["attempts"][-1]
    assert mended["text"] == 'graph TB\n  A["Cache (Redis)"] --> B'
    assert [repair["line"] for repair in mended["repairs"]] == [1, 2]


async def test_a_kind_that_is_not_typed_is_said_to_be_so(server: httpx.AsyncClient) -> None:
    offered = (await server.post("draft/attempts", json={"text": "kanban\n todo"})).json()
    assert (offered["kind"], offered["typed"], len(offered["attempts"])) == ("other", False, 1)


async def test_planes_roles_and_annotations_are_read_in_what_the_browser_parsed(
    server: httpx.AsyncClient,
) -> None:
    body = {
        "text": TEXT,
        "attempt": {"text": TEXT, "repairs": []},
        "drawing": DRAWING,
        "layout": None,
    }
    diagram = (await server.post("draft/diagram", json=body)).raise_for_status().json()
    gateway, redis = diagram["nodes"]
    assert (gateway["plane"], gateway["role"], gateway["source_line"]) == ("edge", "gateway", 2)
    assert (redis["role"], redis["technology"]) == ("cache", "Redis")
    (latency,) = gateway["annotations"]
    assert (latency["value"], latency["percentile"]) == (0.01, 99.0)
    assert diagram["edges"][0]["annotations"][0]["unit"] == "1/s"


async def test_a_drawing_that_is_none_is_refused_with_the_place(server: httpx.AsyncClient) -> None:
    body = {"text": "", "attempt": {"text": "", "repairs": []}, "drawing": {}, "layout": None}
    answer = await server.post("draft/diagram", json=body)
    assert answer.status_code == 400
    assert "drawing.direction" in answer.json()["error"]["sentence"]


async def test_a_saved_page_never_replaces_another(server: httpx.AsyncClient, home: Home) -> None:
    body = {"title": 'My "shop"', "text": TEXT}
    paths = [(await server.post("draft/page", json=body)).json()["path"] for _ in range(2)]
    assert paths == ["diagrams/my-shop.md", "diagrams/my-shop-2.md"]
    text = (home.path / paths[0]).read_text()
    assert text.startswith('---\ntitle: "My \\"shop\\""\n')
    assert f"```mermaid\n{TEXT}\n```\n" in text


async def test_a_drawing_is_compared_with_the_catalogues_own(server: httpx.AsyncClient) -> None:
    page = (await server.get("diagram", params={"id": "course/retry-storm#1"})).json()["diagram"]
    body = {"diagram": "course/retry-storm#1", "drawn": page}
    answer = (await server.post("compare", json=body)).raise_for_status().json()
    assert answer["assessment"]["comparison"]["findings"] == []
    assert answer["page"]["diagram"]["id"] == "course/retry-storm#1"
    less = {**page, "nodes": page["nodes"][:2], "edges": page["edges"][:1]}
    answer = (await server.post("compare", json={**body, "drawn": less})).json()
    (finding,) = answer["assessment"]["comparison"]["findings"]
    assert finding["sentence"] == '"Service 2" is missing, with its connection.'


async def test_answers_to_the_questions_count(server: httpx.AsyncClient) -> None:
    page = (await server.get("diagram", params={"id": "course/retry-storm#1"})).json()["diagram"]
    body = {"diagram": "course/retry-storm#1", "drawn": page, "answers": {"failures": 0}}
    answer = (await server.post("compare", json=body)).raise_for_status().json()
    items = [each["item"] for each in answer["assessment"]["checklist"]]
    assert len(items) == 8
    unknown = await server.post("compare", json={**body, "answers": {"beauty": 0}})
    assert unknown.status_code == 400


async def test_a_diagram_that_is_not_there_is_named(server: httpx.AsyncClient) -> None:
    page = (await server.get("diagram", params={"id": "course/retry-storm#1"})).json()["diagram"]
    answer = await server.post("compare", json={"diagram": "course/none#1", "drawn": page})
    assert answer.status_code == 404
    assert "course/none" in answer.json()["error"]["sentence"]
