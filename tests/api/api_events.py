"""Reading server-sent events in tests."""

import json
from dataclasses import dataclass

import httpx
from api_world import World


@dataclass(frozen=True)
class Answer:
    """What one answer of the tutor consisted of, in order."""

    events: list[tuple[str, dict[str, object]]]

    @property
    def names(self) -> list[str]:
        """The events' names, repetitions of delta left out."""
        return [
            name
            for number, (name, _) in enumerate(self.events)
            if name != "delta" or number == 0 or self.events[number - 1][0] != "delta"
        ]

    @property
    def text(self) -> str:
        """All that was said."""
        return "".join(str(data["text"]) for name, data in self.events if name == "delta")

    @property
    def cited(self) -> list[object]:
        """The numbers of the citations, in order."""
        return [data["n"] for name, data in self.events if name == "citation"]

    def data(self, name: str) -> dict[str, object]:
        """The data of the one event with this name."""
        (found,) = [data for event, data in self.events if event == name]
        return found


def read_events(body: str) -> Answer:
    """Parse a whole stream."""
    events = []
    for block in body.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if line[:1] != ":")
        if fields:
            events.append((fields["event"], json.loads(fields["data"])))
    return Answer(events=events)


async def ask(world: World, who: str = "ada", **body: object) -> Answer:
    """Ask the tutor and read the whole answer."""
    answer: httpx.Response = await world.call(who, "POST", "/v1/tutor/ask", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/event-stream")
    return read_events(answer.text)
