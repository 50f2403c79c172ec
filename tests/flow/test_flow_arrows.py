"""What an arrow means for a run: a call, one way of several, a remark, a failure."""

import pytest
from atlas_core.sim.flow.diagram import NotRunnableError, read_model
from atlas_core.sim.flow.model import Poisson
from drawn import calls, calls_of, diagram_of, stated_in


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


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("pass", "blocked"), [["x", "y"]]),
        (("score < 20", "score > 80"), [["x", "y"]]),
        (("3DS pass", "3DS fail"), [["x", "y"]]),
        (("quota left", "quota exceeded"), [["x"], ["y"]]),
        (("reads", "writes"), [["x"], ["y"]]),
    ],
)
def test_results_of_a_step_are_ways_of_which_one_is_taken(
    labels: tuple[str, str], expected: list[list[str]]
) -> None:
    nodes = {"api": "Rules", "x": "Ship", "y": "Refund"}
    edges = (f"api->x: {labels[0]}", f"api->y: {labels[1]}")
    assert calls_of(diagram_of(nodes, *edges), "api") == expected


def test_a_time_on_a_way_out_of_a_decision_is_a_condition_not_a_latency() -> None:
    drawn = diagram_of(
        {"client": "Users", "choice": "Budget", "api": "Small model", "api2": "Large model"},
        "client->choice",
        "choice->api: under 500ms",
        "choice->api2: 2s are fine",
    )
    assert not [name for _, name in stated_in(drawn) if name.startswith("latency")]


def test_where_the_author_counts_a_store_still_answers_only_what_the_cache_has_not() -> None:
    drawn = diagram_of(
        {"api": "API", "cache": "Redis", "db": "Orders"},
        "api->cache: 1. look",
        "api->db: 2. ask",
        "api.>cache: 3. keep",
    )
    assert calls_of(drawn, "api") == [["cache"], ["db"], ["cache"]]
    look, ask, keep = calls(read_model(drawn), "api")
    assert [look.only_on_miss, ask.only_on_miss] == [False, True]
    assert keep.asynchronous


def test_an_arrow_to_a_group_goes_to_who_begins_in_it_one_from_it_leaves_from_who_ends_it() -> None:
    drawn = diagram_of(
        {"client": "Users", "api": "Parse", "api2": "Rank", "db": "Index"},
        "client->inside",
        "api->api2",
        "inside->db",
        groups={"inside": ("api", "api2")},
    )
    assert calls_of(drawn, "client") == [["api"]]
    assert calls_of(drawn, "api2") == [["db"]]


def test_a_group_of_steps_is_left_from_the_last_a_group_of_machines_from_each() -> None:
    edges = ("client->inside", "inside->db")
    for first, leaving in (("x", [[], [["db"]]]), ("api", [[["db"]], [["db"]]])):
        nodes = {"client": "Users", f"{first}1": "One", f"{first}2": "Two", "db": "Orders"}
        drawn = diagram_of(nodes, *edges, groups={"inside": (f"{first}1", f"{first}2")})
        assert [calls_of(drawn, f"{first}{n}") for n in (1, 2)] == leaving


def test_a_group_of_a_thousand_that_leads_to_another_is_no_million_arrows() -> None:
    many = {f"x{n}": f"Step {n}" for n in range(1000)} | {f"api{n}": "API" for n in range(1000)}
    groups = {"a": tuple(many)[:1000], "b": tuple(many)[1000:]}
    drawn = diagram_of(many, "a->b", "b->a", "x1->api1", groups=groups)
    assert calls_of(drawn, "x1") == [["api1"]]


@pytest.mark.parametrize(
    ("first", "runs"),
    [("Incoming requests", True), ("New tweet", True), ("Which database?", False)],
)
def test_a_flowchart_of_decisions_runs_where_requests_come_to_it(first: str, runs: bool) -> None:
    nodes = {"x": first, "y": "Look up", "choice": "Celebrity?", "z1": "Push", "z2": "Pull"}
    edges = ("x->y", "y->choice", "choice->z1: no", "choice->z2: yes")
    drawn = diagram_of(nodes, *edges)
    if runs:
        assert calls_of(drawn, "choice") == [["z1", "z2"]]
    else:
        with pytest.raises(NotRunnableError, match="shows decisions"):
            read_model(drawn)


def test_a_tree_of_questions_does_not_run_whatever_products_it_ends_with() -> None:
    nodes = {"x": "Cache needed", "choice1": "Types?", "choice2": "Size?"}
    nodes |= {"db": "PostgreSQL", "cache": "Redis", "db2": "Cassandra"}
    edges = ("x->choice1", "choice1->db", "choice1->choice2", "choice2->cache", "choice2->db2")
    with pytest.raises(NotRunnableError, match="shows decisions"):
        read_model(diagram_of(nodes, *edges))


def test_each_entry_sends_what_it_states_and_arrows_share_what_they_state() -> None:
    nodes = {"client": "Users|10 requests/s", "client2": "Robots|30 requests/s", "lb": "Balancer"}
    nodes |= {"api1": "API 1", "api2": "API 2"}
    drawn = diagram_of(
        nodes,
        "client->lb",
        "client2->lb",
        "lb->api1: 30 requests/s",
        "lb->api2: 10 requests/s",
    )
    reading = read_model(drawn)
    arrivals = {each.target: each.arrivals for each in reading.model.sources}
    assert arrivals == {"client": Poisson(rate_per_s=10.0), "client2": Poisson(rate_per_s=30.0)}
    targets = calls(reading, "lb")[0].targets
    assert (targets.count("api1"), targets.count("api2")) == (75, 25)


def test_a_rate_that_a_part_can_take_is_not_what_comes_to_it() -> None:
    nodes = {"client": "Users", "api": "Pool|400 requests/s sustainable"}
    assert read_model(diagram_of(nodes, "client->api")).load_per_s == 100.0


def test_a_store_that_supplies_somebody_sends_no_requests() -> None:
    nodes = {"client": "Users", "api": "Search", "db": "Vectors"}
    sources = read_model(diagram_of(nodes, "client->api", "db->api")).model.sources
    assert [source.target for source in sources] == ["client"]


def test_a_bare_time_goes_before_one_that_is_named_as_something_else() -> None:
    nodes = {"client": "Users", "api": "Bucket|Claims tokens: 1s|Serves (<0.1ms)"}
    assert (
        stated_in(diagram_of(nodes, "client->api"))["api", "latency_s (limit, taken as p99)"]
        == 1e-4
    )
