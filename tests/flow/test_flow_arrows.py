"""What an arrow means for a run: a call, one way of several, a remark, a failure."""

import pytest
from atlas_core.sim.flow.diagram import NotRunnableError, read_model
from drawn import calls_of, diagram_of, stated_in


def test_a_gateway_sends_a_request_to_one_of_its_services_and_asks_its_store_besides() -> None:
    nodes = {"gate": "API gateway", "x": "Rides core", "y": "Search service", "db": "Ledger"}
    drawn = diagram_of(
        {"client": "Users"} | nodes, "client->gate", "gate->x", "gate->y", "gate->db"
    )
    assert calls_of(drawn, "gate") == [["x", "y"], ["db"]]


def test_failed_messages_are_no_call_of_a_request_that_goes_well() -> None:
    nodes = {
        "client": "Users",
        "queue": "Orders",
        "worker": "Mailer",
        "queue2": "DLQ",
        "db": "Archive",
    }
    edges = ("client->queue", "queue->worker", "queue.>queue2: Failed messages", "queue2->db")
    drawn = diagram_of(nodes, *edges)
    assert calls_of(drawn, "queue") == [["worker"]]
    assert [each.target for each in read_model(drawn).model.sources] == ["client"]


def test_where_calls_lead_round_what_a_store_sends_on_is_left_out() -> None:
    nodes = {"client": "Users", "api": "Reports", "db": "Orders", "worker": "Change capture"}
    drawn = diagram_of(nodes, "db->worker", "worker->api", "client->api", "api->db")
    assert calls_of(drawn, "api") == [["db"]]
    assert [each.target for each in read_model(drawn).model.sources] == ["client"]


def test_a_flowchart_of_dotted_arrows_alone_shows_no_request() -> None:
    drawn = diagram_of(
        {"api": "Costs", "api2": "Savings", "api3": "Plan"}, "api.>api2", "api2.>api3"
    )
    with pytest.raises(NotRunnableError, match="draw a solid one"):
        read_model(drawn)


@pytest.mark.parametrize(
    ("edges", "owner", "ratio"),
    [
        (("client->api", "api->cache: Session lookup: 95% hit"), "cache", 0.95),
        (("client->cdn", "cdn->api: Cache miss: 25%"), "cdn", 0.75),
    ],
)
def test_an_arrow_says_what_a_cache_answers(
    edges: tuple[str, ...], owner: str, ratio: float
) -> None:
    nodes = {"client": "Users", "api": "API", "cache": "Redis", "cdn": "CDN"}
    assert stated_in(diagram_of(nodes, *edges))[owner, "hit_ratio"] == ratio


def test_instances_are_counted_whatever_they_are_instances_of() -> None:
    drawn = diagram_of({"client": "Users", "api": "API|8 consumer instances"}, "client->api")
    assert stated_in(drawn)["api", "instances"] == 8


@pytest.mark.parametrize(
    "label", ["503 errors", "Connection timeouts", "Origin unreachable", "Cluster down"]
)
def test_a_dotted_arrow_of_trouble_is_no_call_of_a_request_that_goes_well(label: str) -> None:
    nodes = {"client": "Users", "lb1": "Load balancer 1", "lb2": "Load balancer 2", "api": "API"}
    drawn = diagram_of(nodes, f"client.>lb1: {label}", "client->lb2", "lb2->api")
    assert calls_of(drawn, "client") == [["lb2"]]


def test_nothing_is_asked_of_dead_letters_and_of_those_who_are_told() -> None:
    nodes = {"api": "API", "worker": "Mailer", "queue": "Dead letter queue", "monitor": "Clusters"}
    drawn = diagram_of(
        {"client": "Users"} | nodes,
        "client->api",
        "api->worker",
        "api->queue",
        "api.>monitor: Container logs",
    )
    assert calls_of(drawn, "api") == [["worker"]]


def test_a_mesh_sends_a_request_to_one_of_its_services() -> None:
    nodes = {"client": "Users", "mesh": "Service mesh", "api1": "Orders API", "api2": "Users API"}
    drawn = diagram_of(nodes, "client->mesh", "mesh->api1", "mesh->api2")
    assert calls_of(drawn, "mesh") == [["api1", "api2"]]


def test_calls_that_the_author_counts_are_made_in_that_order() -> None:
    nodes = {"client": "Users", "api": "API", "db": "Trips", "cache": "Redis", "db2": "Places"}
    drawn = diagram_of(
        nodes,
        "client->api",
        "api->cache: 3. Invalidate",
        "api->db: 1. Write the trip",
        "api->db2: 2. Write the place",
    )
    assert calls_of(drawn, "api") == [["db"], ["db2"], ["cache"]]


def test_who_only_acts_on_others_is_no_entry() -> None:
    nodes = {"client": "Users", "api": "API", "x": "Chaos agent"}
    drawn = diagram_of(nodes, "client->api", "x.>api: Kills an instance")
    assert [each.target for each in read_model(drawn).model.sources] == ["client"]


def test_colours_are_no_planes_where_few_nodes_are_machines() -> None:
    nodes = {"monitor": "Cold start", "a": "Runtime start", "b": "First answer", "c": "Later ones"}
    drawn = diagram_of(nodes, "monitor->a", "a->b", "b->c")
    assert [each.target for each in read_model(drawn).model.sources] == ["monitor"]
    assert calls_of(drawn, "monitor") == [["a"]]


def test_of_two_arrows_the_one_to_the_store_is_the_call() -> None:
    nodes = {"client": "Users", "api": "Orders", "queue": "Jobs"}
    drawn = diagram_of(nodes, "queue->api", "client->api", "api->queue")
    assert calls_of(drawn, "api") == [["queue"]]


def test_a_service_that_states_hits_answers_so_much_by_itself() -> None:
    nodes = {"client": "Users", "api": "Auth filter|99% cache hit rate", "db": "Keys"}
    drawn = diagram_of(nodes, "client->api", "api->db")
    assert stated_in(drawn)["api", "hit_ratio"] == 0.99
