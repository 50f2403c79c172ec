"""What each kind of part costs the design that has it: one literal table, in the order of asking.

Each sentence is true of the kind as such (Kleppmann, "Designing Data-Intensive Applications",
2017, chapters 1, 5, 9 and 11), not of one product.
"""

from atlas_core.diagram.vocabulary import Role

ASYNCHRONOUS = "The sender does not know yet whether the work will succeed"

TRADE_OFFS: tuple[tuple[Role, str], ...] = (
    (Role.CACHE, "A read may return a value that has changed in the store meanwhile"),
    (Role.QUEUE, ASYNCHRONOUS),
    (Role.STREAM, ASYNCHRONOUS),
    (Role.SEARCH, "The index lags behind the records that it was built from"),
    (Role.CDN, "Visitors may get old content until it expires"),
    (Role.COORDINATOR, "Nothing can be decided while most of its members can't talk"),
    (Role.GATEWAY, "Every request passes one more place that can fail and has to scale"),
    (Role.LOAD_BALANCER, "Every request takes one more hop before anybody works on it"),
)

ROLE_NAMES: dict[Role, str] = {
    Role.CLIENT: "client",
    Role.CDN: "content delivery network",
    Role.DNS: "name service",
    Role.LOAD_BALANCER: "load balancer",
    Role.GATEWAY: "gateway",
    Role.SERVICE: "service",
    Role.WORKER: "worker",
    Role.CACHE: "cache",
    Role.DATABASE: "database",
    Role.OBJECT_STORE: "object store",
    Role.SEARCH: "search index",
    Role.QUEUE: "queue",
    Role.STREAM: "stream",
    Role.COORDINATOR: "coordinator",
    Role.MONITOR: "monitor",
    Role.EXTERNAL: "external system",
}
