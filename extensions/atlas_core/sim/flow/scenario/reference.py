"""Makes docs/reference/scenario.md: `python -m atlas_core.sim.flow.scenario.reference`."""

import sys
from collections.abc import Iterable

from atlas_core.sim.flow.scenario.arrivals import SHAPES as ARRIVALS
from atlas_core.sim.flow.scenario.call import CALL_GROUPS, CALL_KEYS
from atlas_core.sim.flow.scenario.duration import SHAPES as DURATIONS
from atlas_core.sim.flow.scenario.fault import FAULTS
from atlas_core.sim.flow.scenario.key import Described
from atlas_core.sim.flow.scenario.load import SOURCE_KEYS
from atlas_core.sim.flow.scenario.page import Chart, Metric
from atlas_core.sim.flow.scenario.station import STATION_GROUPS, STATION_KEYS

_OPENING = """# Scenarios

Generated from the tables of `atlas_core.sim.flow.scenario`; change them there. A page's front
matter may hold `scenarios:`, a list. Each runs one diagram of the page under a load and faults, and
is offered where the diagram stands. What a scenario says is *stated*; all else comes from the
diagram, or is assumed and shown as such. `atlas lint` names file, line and remedy of a mistake.

```yaml
scenarios:
  - id: storm                  # unique on the page: small letters, digits, dashes
    diagram: 1                 # which Mermaid diagram of the page, from 1
    title: A three-second stop
    duration: 60 s             # 60 s where nothing is said
    seed: 1                    # the same seed gives the same run
    load: 80 req/s             # left out: what the diagram states, else 100 req/s
    parameters:                # by node id, or by edge
      PAY: {servers: 20, service: {shape: exponential, mean: 200 ms}, queue_max: 1000}
      CO -> PAY: {timeout: 1 s, retries: {attempts: 4, backoff: 100 ms, jitter: 1}}
    faults:
      - {kind: pause, target: PAY, from: 10 s, until: 13 s}
    watch: [latency, queue, errors]
    compare:                   # run B: what it does not say is as in run A
      title: With a budget
      parameters:
        CO -> PAY: {retries: {attempts: 4, backoff: 100 ms, jitter: 1, budget: 0.1}}
    predict:                   # guess, then see
      question: How long after the stop until Payment answers normally?
      answer: {metric: recovery_s, of: PAY}
      unit: s
    explanation: |             # Markdown, shown after the run
      Retries multiply the load just when there is least to spare.
```

Times have a unit (us, ms, s, min, h, d), rates too (`80 req/s`, `5k/min`); shares are `0.9` or
`90 %`. Nodes are named by their ids in the Mermaid source, edges as `A -> B`, groups by theirs.
Instead of `answer`, `predict` may have `choices`, a list, and `right`, the number of the right one
from 0.

Beside the page `guide.md` a file `guide.scenario.yaml` does the same, for documentation whose front
matter you would rather leave alone: `scenarios:` as above, or one scenario by itself. Where both
have an `id`, the file overrules the page.
"""


def reference() -> str:
    """Return the page."""
    parts = [_OPENING]
    parts += _section("Of a node", STATION_KEYS)
    for name, keys in STATION_GROUPS.items():
        parts += _section(f"`{name}` of a node", keys)
    parts += _section("Of an edge", CALL_KEYS)
    for name, keys in CALL_GROUPS.items():
        parts += _section(f"`{name}` of an edge", keys)
    parts.append("\n## Load\n\nOne rate, one shape, a list of them, or one of these for each node")
    parts.append(
        " that requests come to: `{WEB: 80 req/s, API: [{name: free, rate: 10 req/s}]}`.\n"
    )
    for shape, rows in ARRIVALS.items():
        parts.append(f"\n### Load of shape `{shape}`\n\n| key | meaning | example |\n| --- | --- |")
        parts.append(" --- |\n")
        parts += (f"| `{name}` | {meaning} | `{example}` |\n" for name, meaning, example in rows)
    parts += _section("Of every load", SOURCE_KEYS)
    parts.append("\n## Durations\n\nA time alone is an exponential mean: `service: 10 ms`.\n")
    parts.append("\n| shape | keys | example |\n| --- | --- | --- |\n")
    for shape, (names, _, example) in DURATIONS.items():
        parts.append(f"| `{shape}` | {', '.join(names)} | `{example}` |\n")
    parts.append("\n## Faults\n\n`from` is 0 s and `until` the end where they are left out.\n")
    parts.append("\n| kind | what happens | `amount` | example |\n| --- | --- | --- | --- |\n")
    for kind, (amount, sentence, example) in FAULTS.items():
        parts.append(f"| `{kind}` | {sentence} | {amount or 'none'} | `{example}` |\n")
    parts.append(f"\n## Words\n\n`watch`: {', '.join(f'`{each}`' for each in Chart)}.\n")
    parts.append(f"\n`metric`: {', '.join(f'`{each}`' for each in Metric)}.\n")
    return "".join(parts)


def _section(title: str, keys: Iterable[Described]) -> list[str]:
    parts = [f"\n## {title}\n\n| key | meaning | example |\n| --- | --- | --- |\n"]
    parts += (f"| `{key.name}` | {key.sentence} | `{key.example}` |\n" for key in keys)
    return parts


if __name__ == "__main__":
    sys.stdout.write(reference())
