"""The annotation grammar by example: a line of a label, and what is read from it.

Each reading is (name, value, unit), then, where they are not the usual ones, a bound, a percentile
and the upper end of a range. The tests read every line and compare.
"""
# ruff: noqa: RUF001 - labels do contain such characters

from dataclasses import dataclass

from atlas_core.diagram.vocabulary import Bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One expected annotation."""

    name: str
    value: float
    unit: str
    text: str
    bound: Bound = Bound.EXACT
    percentile: float | None = None
    upper: float | None = None


def _read(
    name: str,
    value: float,
    unit: str,
    text: str,
    bound: Bound = Bound.EXACT,
    *,
    p: float | None = None,
    upper: float | None = None,
) -> Reading:
    return Reading(
        name=name, value=value, unit=unit, text=text, bound=bound, percentile=p, upper=upper
    )


MOST, LEAST, ABOUT = Bound.AT_MOST, Bound.AT_LEAST, Bound.ABOUT
MONTH_S = 730 * 3600.0

EXAMPLES: tuple[tuple[str, tuple[Reading, ...]], ...] = (
    # latencies
    ("p99: 10ms", (_read("latency", 0.01, "s", "p99: 10ms", p=99),)),
    ("p99.9 < 250 ms", (_read("latency", 0.25, "s", "p99.9 < 250 ms", MOST, p=99.9),)),
    ("p999: 1s", (_read("latency", 1, "s", "p999: 1s", p=99.9),)),
    (
        "p50: 4ms, p99: 8ms",
        (
            _read("latency", 0.004, "s", "p50: 4ms", p=50),
            _read("latency", 0.008, "s", "p99: 8ms", p=99),
        ),
    ),
    ("Write latency p95 = 12ms", (_read("write latency", 0.012, "s", "p95 = 12ms", p=95),)),
    ("10ms p99", (_read("latency", 0.01, "s", "10ms", p=99),)),
    ("Latency: <5ms", (_read("latency", 0.005, "s", "<5ms", MOST),)),
    ("Median: 40µs", (_read("latency", 40e-6, "s", "Median: 40µs", p=50),)),
    ("up to 2 s", (_read("duration", 2, "s", "up to 2 s", MOST),)),
    (
        "P50: 45ms → 62ms",
        (
            _read("latency", 0.045, "s", "P50: 45ms", p=50),
            _read("latency", 0.062, "s", "62ms", p=50),
        ),
    ),
    ("Sub-10ms latency", (_read("latency", 0.01, "s", "Sub-10ms", MOST),)),
    # durations
    ("TTL: 300s", (_read("ttl", 300, "s", "300s"),)),
    ("5-minute lag", (_read("lag", 300, "s", "5-minute"),)),
    ("Recovery: 30-60 minutes", (_read("recovery", 1800, "s", "30-60 minutes", upper=3600),)),
    ("500ms - 2s", (_read("duration", 0.5, "s", "500ms - 2s", upper=2),)),
    ("Retention: 7 days", (_read("retention", 604800, "s", "7 days"),)),
    ("Failover: ~30s", (_read("failover", 30, "s", "~30s", ABOUT),)),
    ("RPO = 0", (_read("rpo", 0, "s", "0"),)),
    # rates
    ("10,000+ writes/sec", (_read("writes", 10_000, "1/s", "10,000+ writes/sec", LEAST),)),
    ("1M req/sec", (_read("requests", 1e6, "1/s", "1M req/sec"),)),
    ("Peak load: 100K requests per second",
     (_read("peak load", 1e5, "1/s", "100K requests per second"),)),
    ("500K health checks/min",
     (_read("health checks", 5e5 / 60, "1/s", "500K health checks/min"),)),
    ("50K QPS", (_read("queries", 5e4, "1/s", "50K QPS"),)),
    ("100K-1M QPS", (_read("queries", 1e5, "1/s", "100K-1M QPS", upper=1e6),)),
    ("Target: 1000 IOPS", (_read("target", 1000, "1/s", "1000 IOPS"),)),
    ("TPS: 50K normal", (_read("tps", 5e4, "1/s", "50K"),)),
    ("Query rate: 50K/sec", (_read("query rate", 5e4, "1/s", "50K/sec"),)),
    ("100M daily orders", (_read("orders", 1e8 / 86400, "1/s", "100M daily"),)),
    ("50+ deploys daily", (_read("deploys", 50 / 86400, "1/s", "50+ deploys daily", LEAST),)),
    # sizes and bandwidths
    ("Memory: 512GB per node", (_read("memory", 512e9, "B", "512GB"),)),
    ("16GB cache", (_read("cache", 16e9, "B", "16GB"),)),
    ("10-100TB", (_read("size", 10e12, "B", "10-100TB", upper=100e12),)),
    ("Heap: 4GiB", (_read("heap", 4 * 1024**3, "B", "4GiB"),)),
    ("64B payload", (_read("payload", 64, "B", "64B"),)),
    ("2.5 petabytes", (_read("size", 2.5e15, "B", "2.5 petabytes"),)),
    ("Ingress: 12 Gbps", (_read("ingress", 1.5e9, "B/s", "12 Gbps"),)),
    ("200 MB/s", (_read("bandwidth", 2e8, "B/s", "200 MB/s"),)),
    ("Audio: 50TB/day", (_read("audio", 50e12 / 86400, "B/s", "50TB/day"),)),
    # money
    ("$40M/month", (_read("cost", 40e6, "USD/month", "$40M/month"),)),
    ("Storage: $1.2B/year", (_read("storage", 1e8, "USD/month", "$1.2B/year"),)),
    ("$12M annual", (_read("cost", 1e6, "USD/month", "$12M annual"),)),
    ("Servers: $10/hour", (_read("servers", 7300, "USD/month", "$10/hour"),)),
    ("$0.04/user", (_read("cost per user", 0.04, "USD", "$0.04/user"),)),
    ("$0.02/GB/month", (_read("cost per GB", 0.02, "USD/month", "$0.02/GB/month"),)),
    ("Edge Plane - $8M/month", (_read("edge plane", 8e6, "USD/month", "$8M/month"),)),
    ("$450,000", (_read("cost", 450_000, "USD", "$450,000"),)),
    (
        "Cost: $120K/month → $72K/month",
        (
            _read("cost", 120e3, "USD/month", "$120K/month"),
            _read("cost", 72e3, "USD/month", "$72K/month"),
        ),
    ),
    ("2027: $3B", (_read("cost", 3e9, "USD", "$3B"),)),
    # shares and availability
    ("Uptime: 99.99%", (_read("availability", 0.9999, "ratio", "99.99%"),)),
    ("99.95% SLA", (_read("availability", 0.9995, "ratio", "99.95%"),)),
    ("11 nines durability", (_read("durability", 1 - 1e-11, "ratio", "11 nines"),)),
    ("Cache hit: 95%", (_read("cache hit", 0.95, "ratio", "95%"),)),
    ("Error rate > 1%", (_read("error rate", 0.01, "ratio", "> 1%", LEAST),)),
    ("60-70% savings", (_read("savings", 0.6, "ratio", "60-70%", upper=0.7),)),
    ("CPU usage: 🔴 72%", (_read("cpu usage", 0.72, "ratio", "72%"),)),
    (
        "Mobile: 75%, Web: 25%",
        (_read("mobile", 0.75, "ratio", "75%"), _read("web", 0.25, "ratio", "25%")),
    ),
    # counts
    ("200 instances", (_read("instances", 200, "1", "200 instances"),)),
    ("c5.2xlarge × 25", (_read("instances", 25, "1", "c5.2xlarge × 25"),)),
    ("kafka.m5.large × 30", (_read("instances", 30, "1", "kafka.m5.large × 30"),)),
    ("3x r6g.2xlarge", (_read("instances", 3, "1", "3x r6g.2xlarge"),)),
    ("320+ PoPs worldwide", (_read("pops", 320, "1", "320+ PoPs", LEAST),)),
    ("Concurrent users: 5M", (_read("concurrent users", 5e6, "1", "5M"),)),
    ("max_connections: 1024", (_read("max connections", 1024, "1", "1024"),)),
    ("RF=3", (_read("rf", 3, "1", "3"),)),
    ("20B parameters", (_read("parameters", 20e9, "1", "20B parameters"),)),
    ("1.5 billion users", (_read("users", 1.5e9, "1", "1.5 billion users"),)),
    ("200 instances across 3 regions",
     (_read("instances", 200, "1", "200 instances"), _read("regions", 3, "1", "3 regions"))),
    ("300M monthly active users",
     (_read("monthly active users", 3e8, "1", "300M monthly active users"),)),
    ("Queue depth > 100 jobs", (_read("jobs", 100, "1", "> 100 jobs", LEAST),)),
    ("Paxos rounds: 1-3", (_read("paxos rounds", 1, "1", "1-3", upper=3),)),
    ("Documents: 10B+ indexed", (_read("documents", 10e9, "1", "10B+", LEAST),)),
    ("Peak: 10K concurrent", (_read("concurrent", 10e3, "1", "10K concurrent"),)),
    # nothing
    ("Backend Server 2", ()),
    ("PostgreSQL 14", ()),
    ("Redis 7.0 Cluster", ()),
    ("c5.4xlarge", ()),
    ("v2.3.1", ()),
    ("version: 3", ()),
    ("order_id: 123456", ()),
    ("IP: 10.0.1.13", ()),
    ("09:37 PST", ()),
    ("T+15min: Diagnosis", ()),
    ("March 22, 2019", ()),
    ("2018-Present", ()),
    ("Phase 3: Orchestration (Month 5-6)", ()),
    ("Control Plane #8B5CF6", ()),
    ("S3 + EC2", ()),
    ("HTTP 503 errors", ()),
    ("10x faster", ()),
    ("Cost: -35%", ()),
    ("p50: -8ms", ()),
    ("Total Active: 18/20", ()),
    ("3D model", ()),
    ("1990s: mainframes", ()),
    ("12d. Write to log", ()),
    ("Last success: 10 minutes ago", ()),
    ("Exit code 137", ()),
    ("us-west-2", ()),
    ("O(n²) messages", ()),
)  # fmt: skip
