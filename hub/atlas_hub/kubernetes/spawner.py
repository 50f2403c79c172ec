"""KubeSpawner with our pure functions at its hooks; nothing is decided here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, cast

from kubespawner import KubeSpawner
from traitlets import Instance

from atlas_hub.kubernetes import pods
from atlas_hub.kubernetes.progress import sentence
from atlas_hub.kubernetes.values import Values


class PodSpawner(KubeSpawner):  # type: ignore[misc]
    """One person's pod."""

    values = Instance(Values, config=True, help="what the chart told the hub")
    user_options: dict[str, Any]

    @property
    def group_names(self) -> list[str]:
        """The hub groups of the owner."""
        return [group.name for group in self.user.groups]

    def get_env(self) -> dict[str, str]:
        """The hub's own names and those of ARCHITECTURE.md."""
        return cast("dict[str, str]", super().get_env()) | pods.environ(
            self.values, self.user.name, self.group_names
        )

    async def start(self) -> Any:
        """Set what depends on the person, then start."""
        course = pods.course_of(self.values, self.user.name)
        self.image = pods.image_of(self.values.servers, course)
        profiles = pods.profiles_of(self.values, self.user.name, self.group_names)
        profile = pods.chosen(profiles, self.user_options.get("profile"))
        # The hub remembers the last choice, and KubeSpawner refuses one that is offered no more:
        # whoever leaves a group would never start a server again.
        self.user_options = {**self.user_options, "profile": profile.name}
        traits = pods.size_traits(profile)
        traits |= pods.volume_traits(self.values, self.user.name, self.pvc_name)
        for name, value in traits.items():
            setattr(self, name, value)
        return await super().start()

    async def progress(self) -> AsyncIterator[dict[str, Any]]:
        """The cluster's events, in words."""
        async for event in super().progress():
            words = sentence(str(event.get("message", "")))
            yield {"progress": event.get("progress", 0), "message": words}


def profiles_for(spawner: PodSpawner) -> list[dict[str, object]]:
    """What may be chosen, in KubeSpawner's form."""
    profiles = pods.profiles_of(spawner.values, spawner.user.name, spawner.group_names)
    return pods.profile_list(profiles)


def form_for(spawner: PodSpawner) -> str:
    """The spawn page's form: none where there is nothing to choose, so the server just starts."""
    profiles = profiles_for(spawner)
    return str(spawner._render_options_form(profiles)) if len(profiles) > 1 else ""
