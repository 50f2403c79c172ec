"""What a learner's question is about: its words without those of asking, and their synonyms."""

from atlas_core.catalogue.words import words_of
from atlas_core.retrieve.stems import stem, stems

# Words that a question is made of and that no passage is about.
_ASKING = """
    a about above actually after again all also am an and another any anything are as at be because
    been before being below best between both but by can cannot could did difference differ do does
    doing done down during each either else enough especially etc even ever every everything example
    explain few find for from further gave get gets give given go goes going good got had happen
    happened happens has have having he hello help her here hi his how however i if in instead into
    is it its just kind know let like list look made main make makes many may maybe me mean means
    might mine more most much must my name need needs never nor not of off often ok on once one only
    or other our out over own page part please possible question quite rather really reason said
    same say says see seem several shall she should show since so some something still such sure
    take tell than thank thanks that the their them then there these they thing things this those
    though through to together too try under understand until up upon us use used uses using usually
    versus very vs want wants was way we well went were what when where whether which while who whom
    whose why will with within without would yes yet you your d ll m re s t ve
"""
ASKING = frozenset(_ASKING.split())

# One line a notion; each member stands for all others. Phrases match word after word.
_NOTIONS = (
    ("p99", "tail latency", "percentile"),
    ("qps", "rps", "requests per second", "throughput"),
    ("lb", "load balancer", "load balancing"),
    ("cdn", "content delivery network", "edge cache"),
    ("db", "database"),
    ("k8s", "kubernetes"),
    ("postgres", "postgresql"),
    ("gc", "garbage collection"),
    ("2pc", "two phase commit"),
    ("mq", "message queue", "broker"),
    ("leader", "primary", "master"),
    ("follower", "replica", "secondary"),
    ("sharding", "shard", "partitioning"),
    ("failover", "promotion"),
    ("outage", "incident", "downtime"),
    ("retry storm", "metastable", "retry amplification"),
    ("thundering herd", "cache stampede", "dogpile"),
    ("backoff", "exponential backoff", "jitter"),
    ("choose", "pick", "set"),
    ("circuit breaker", "breaker"),
    ("rate limiting", "throttling", "rate limit"),
    ("consensus", "raft", "paxos", "quorum"),
    ("split brain", "network partition"),
    ("linearizability", "linearizable", "strong consistency"),
    ("eventual consistency", "eventually consistent", "convergence"),
    ("idempotency", "idempotent"),
    ("monitoring", "observability", "metrics"),
    ("autoscaling", "scale out", "scaling"),
    ("cost", "price", "pricing", "spend"),
    ("slow", "latency"),
    ("cheaper", "cheapest", "cost"),
    ("oom", "out of memory"),
    ("ttl", "expiry", "time to live"),
    ("tls", "certificate", "ssl"),
    ("dns", "name resolution"),
)
_ALIKE_MAX = 8


def topic_of(question: str) -> tuple[str, ...]:
    """Return the words that a question is about; all of its words where none would be left."""
    words = words_of(question)
    return tuple(word for word in words if word not in ASKING) or words


def synonyms_of(question: str, topic: tuple[str, ...]) -> tuple[str, ...]:
    """Return other words and phrases for what the question names, at most 8 for each notion."""
    said = f" {' '.join(map(stem, words_of(question)))} "
    known = set(map(stem, topic))
    found: dict[str, None] = {}
    for notion in _NOTIONS:
        if any(f" {' '.join(map(stem, name.split()))} " in said for name in notion):
            others = (name for name in notion[:_ALIKE_MAX] if not stems(name) <= known)
            found |= dict.fromkeys(others)
    return tuple(found)
