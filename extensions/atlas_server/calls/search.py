"""`GET search?q=&limit=`: places in the catalogue that hold what was typed."""

from dataclasses import dataclass

from atlas_core.catalogue import Hit
from pydantic import TypeAdapter
from tornado.web import authenticated

from atlas_server.calls.handler import AtlasHandler
from atlas_server.refusal import Code, Refusal

LIMIT = 20
LIMIT_MAX = 100
QUERY_LENGTH_MAX = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """The best places first."""

    hits: tuple[Hit, ...]


ANSWER = TypeAdapter(SearchAnswer)


class SearchHandler(AtlasHandler):
    """An empty query finds nothing; no query is an error of whoever types."""

    @authenticated
    async def get(self) -> None:
        """Answer with the hits."""
        query = self.get_query_argument("q", "")[:QUERY_LENGTH_MAX]
        limit = self._limit()
        hits = await self.services.shelf.read(lambda c: c.search(query, limit=limit))
        self.answer(ANSWER.dump_json(SearchAnswer(hits=hits)))

    def _limit(self) -> int:
        text = self.get_query_argument("limit", str(LIMIT))
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LIMIT_MAX:
            raise Refusal(Code.BAD_REQUEST, why=f"?limit= must be a number, 1 to {LIMIT_MAX}")
        return int(text)
