"""Questions with the sections that answer them, labelled by reading the pages.

The first list is about this project's own pages (`notebooks` and the awkward tree): each question
names its page and the headings of which any one answers. `ALSO` names sections of other pages that
answer it as well. The second list is for a large tree that lies beside the project, where it does:
it names pages only.
"""

STORM = "course/retry-storm"
PAYMENT = "tree/checkout/payment"

OWN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        *("Why do retries make an outage worse?", STORM),
        ("Retries multiply", "The state that keeps itself alive"),
    ),
    (
        *("What is a retry storm and how does jitter help?", STORM),
        ("Four cures, and what each can't do", "Overview"),
    ),
    ("How do I choose a timeout?", STORM, ("A timeout is a guess about the future",)),
    ("What is a metastable failure?", STORM, ("The state that keeps itself alive",)),
    ("What is a retry budget?", STORM, ("Four cures, and what each can't do",)),
    ("When is it safe to repeat a request?", STORM, ("What may be repeated at all",)),
    ("What does idempotent mean?", STORM, ("What may be repeated at all",)),
    ("What happened to DynamoDB in 2015?", STORM, ("DynamoDB, 20 September 2015",)),
    ("How does gRPC limit its retries?", STORM, ("gRPC throttles its own retries",)),
    ("What is hedging?", STORM, ("A retry that is not after a failure",)),
    ("Which HTTP methods may be retried?", STORM, ("What may be repeated at all",)),
    ("What is goodput?", STORM, ("A timeout is a guess about the future",)),
    (
        *("How many attempts reach the database when three layers retry?", STORM),
        ("Retries multiply",),
    ),
    (
        *("What can exponential backoff not do?", STORM),
        ("Four cures, and what each can't do",),
    ),
    ("Why did adding capacity not help DynamoDB?", STORM, ("DynamoDB, 20 September 2015",)),
    (
        *("What keeps an overload going after its trigger is gone?", STORM),
        ("The state that keeps itself alive",),
    ),
    ("What are deadlines good for?", STORM, ("Four cures, and what each can't do",)),
    (
        *("How does a backup request cut tail latency?", STORM),
        ("A retry that is not after a failure",),
    ),
    (
        *("Does the server know that its caller gave up?", STORM),
        ("A timeout is a guess about the future",),
    ),
    ("What did this lesson leave out?", STORM, ("Resources",)),
    ("Where can I read more about jitter by Marc Brooker?", STORM, ("Resources",)),
    (
        *("How large are the budgets at Google and Finagle?", STORM),
        ("Four cures, and what each can't do",),
    ),
    ("How does a lesson go?", "course", ("How a lesson goes",)),
    ("What do I do when the bank is slow?", PAYMENT, ("When the bank is slow",)),
    ("How many payments are there an hour?", PAYMENT, ("Numbers",)),
    ("When does a follower become a candidate?", "tree/diagrams", ("State",)),
    ("What empties the pool of connections?", PAYMENT, ("When the bank is slow",)),
    (
        *("Why does a payment need an idempotency key?", PAYMENT),
        ("When the bank is slow",),
    ),
    ("How does a payment travel?", PAYMENT, ("Payment",)),
    (
        *("After how many failures does a breaker open?", "tree/deep/er/and/deeper/leaf"),
        ("Setext title",),
    ),
)

# Sections of other pages that answer too.
ALSO: dict[str, tuple[tuple[str, str], ...]] = {
    "Why do retries make an outage worse?": (("course/simulations/metastable-retries", "Why"),),
    "What keeps an overload going after its trigger is gone?": (
        ("course/simulations/metastable-retries", "Why"),
        ("course/caching", "The state that keeps itself alive"),
    ),
    "Why did adding capacity not help DynamoDB?": (
        ("course/load-balancing", "DynamoDB: capacity is per partition"),
    ),
    "What is hedging?": (("course/simulations/hedged-requests", "Hedged requests"),),
    "How does a backup request cut tail latency?": (("course/simulations/hedged-requests", "Why"),),
    "After how many failures does a breaker open?": (
        ("course/simulations/circuit-breaker", "A circuit breaker"),
        ("course/simulations/circuit-breaker", "Guess first"),
    ),
}
ASKED_ON = {"What did this lesson leave out?": STORM}

LARGE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "How do I find out why pods are in CrashLoopBackOff?",
        ("debugging/kubernetes-pod-crashes",),
    ),
    ("What are tombstones and why do they slow reads?", ("debugging/cassandra-tombstone-",)),
    ("Why did a typo take S3 down?", ("incidents/aws-s3-february-28-2017",)),
    ("What is TrueTime?", ("systems/google/novel-solutions", "guarantees/linearizability/")),
    ("How does read repair work?", ("guarantees/eventual-consistency/",)),
    ("What is anti-entropy with Merkle trees?", ("guarantees/eventual-consistency/",)),
    ("What is the difference between a 502 and a 504?", ("debugging/nginx-502-504",)),
    ("How do I size a connection pool?", ("capacity/api-gateway", "debugging/database-connection")),
    ("Redis is evicting keys, what now?", ("debugging/redis-memory",)),
    ("Should I choose MongoDB or Cassandra?", ("comparisons/mongodb-vs-cassandra",)),
    ("etcd or ZooKeeper for service discovery?", ("comparisons/consul-vs-etcd",)),
    ("When is RabbitMQ better than SQS?", ("comparisons/rabbitmq-vs-sqs",)),
    ("How does cache-aside differ from write-through?", ("mechanisms/caching/",)),
    ("Why is the replica behind the primary?", ("debugging/database-replication-lag",)),
    ("What is a dead letter queue?", ("debugging/message-queue-dead-letter",)),
    ("How do timeouts cascade through a chain of services?", ("debugging/microservice-timeout",)),
    ("The browser blocks my request because of CORS", ("debugging/cors-issues",)),
    ("How do I reduce Lambda cold starts?", ("performance/serverless", "debugging/aws-lambda")),
    ("What is the N+1 problem in GraphQL?", ("performance/graphql",)),
    ("How was garbage collection tuned with G1GC?", ("performance/jvm-gc",)),
    ("What did the Capital One breach exploit?", ("incidents/capital-one",)),
    ("Why did the New York Stock Exchange halt trading?", ("incidents/nyse-july-2015",)),
    ("How does Netflix store viewing data in Cassandra?", ("systems/netflix/storage",)),
    ("What does Stripe do for idempotency?", ("systems/stripe/novel-solutions",)),
    ("How does Shopify isolate its merchants in pods?", ("systems/shopify/architecture",)),
    ("How was Kafka born at LinkedIn?", ("systems/linkedin/scale-evolution",)),
    ("What does Chaos Monkey do?", ("patterns/chaos-engineering", "systems/netflix/")),
    ("Why is linearizability slow across datacenters?", ("guarantees/linearizability/",)),
    ("How does Route 53 send users to the nearest region?", ("mechanisms/load-balancing/",)),
    ("A TLS certificate has expired", ("debugging/ssl-tls-certificate",)),
    ("What did Robinhood do in the GameStop crisis?", ("systems/robinhood/failure-domains",)),
    ("How does Robinhood check risk before a trade?", ("systems/robinhood/request-flow",)),
    ("Docker builds don't use the layer cache", ("debugging/docker-layer",)),
    ("React says that hydration failed", ("debugging/react-hydration",)),
    ("How does Twitter handle a celebrity's tweet storm?", ("systems/twitter/", "scaling/twitter")),
    ("What does a CDN cost and how can that be cut?", ("costs/cdn-cost",)),
    ("How does Uber store data in Schemaless?", ("systems/uber/storage",)),
    ("Istio ejects hosts and answers 503", ("debugging/istio-circuit",)),
    ("What is CQRS good for?", ("patterns/",)),
    ("How do I fight a saturated network link?", ("incidents/response-patterns/resource-",)),
)
