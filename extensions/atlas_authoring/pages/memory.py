"""Drafts of pages whose text has not changed since they were last read, kept in memory.

Reading Markdown is most of what a build without new diagrams does. A watch keeps one memory over
its builds; what has no reader any more goes with the next build.
"""

from dataclasses import replace

from atlas_authoring.pages.draft import Draft


class DraftMemory:
    """Drafts by page and source text."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], Draft] = {}
        self._used: dict[tuple[str, str, str], Draft] = {}

    def get(self, page_id: str, path: str, source: str) -> Draft | None:
        """Return a draft that may be complained about without changing the one that is kept."""
        key = (page_id, path, source)
        draft = self._kept.get(key) or self._used.get(key)
        if draft is None:
            return None
        self._used[key] = draft
        return replace(draft, complaints=list(draft.complaints))

    def put(self, draft: Draft) -> None:
        """Keep a draft as it was read."""
        key = (draft.id, draft.path, draft.source)
        self._used[key] = replace(draft, complaints=list(draft.complaints))

    def forget_unused(self) -> None:
        """Drop what was not asked for since the last call."""
        self._kept, self._used = self._used, {}
