"""What the calls work with, made once for each server."""

from dataclasses import dataclass

from atlas_server.api import Api
from atlas_server.course import Membership
from atlas_server.outbox import Outbox
from atlas_server.relay import Relay
from atlas_server.settings import Settings
from atlas_server.shelf import Shelf
from atlas_server.submission import Submissions


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """One of each; `close` ends what runs."""

    settings: Settings
    shelf: Shelf
    api: Api
    membership: Membership
    relay: Relay
    submissions: Submissions

    @classmethod
    def make(cls, settings: Settings) -> "Services":
        """Wire the services; nothing is opened or asked yet."""
        api = Api(settings.api)
        membership = Membership(api)
        return cls(
            settings=settings,
            shelf=Shelf(settings.catalogue),
            api=api,
            membership=membership,
            relay=Relay(api, Outbox(settings.state / "outbox")),
            submissions=Submissions(api, membership),
        )

    async def close(self) -> None:
        """Stop the background task, close connections and the catalogue."""
        await self.relay.stop()
        await self.api.close()
        self.shelf.close()
