"""The table of repair rules: for each kind of diagram, in the order in which they are tried.

A rule is a pure function from text to text that keeps every line where it is, so that lines in
problems and diagrams stay those of the author; only `balance-end` may add lines, at the end.
"""

from collections.abc import Callable
from dataclasses import dataclass

from atlas_core.diagram.vocabulary import Kind
from atlas_core.mermaid.repairs import edges, labels, opening, sequence, state, statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`name` is shown to the author beside what it changed.

    A rule with `always` is applied even where the parser would take the text, because the parser
    would silently drop a part of it.
    """

    name: str
    mend: Callable[[str], str]
    always: bool = False


def _rule(name: str, mend: Callable[[str], str], *, always: bool = False) -> Rule:
    return Rule(name=name, mend=mend, always=always)


_OPENING = (
    _rule("keyword", opening.mend_keyword),
    _rule("invisible-characters", opening.plain_characters),
)

RULES: dict[Kind, tuple[Rule, ...]] = {
    Kind.FLOWCHART: (
        *_OPENING,
        _rule("quote-label", labels.quote_labels),
        _rule("quote-edge-label", edges.quote_edge_labels),
        _rule("quote-group-title", labels.quote_group_titles),
        _rule("misspelt-statement", statements.mend_statements),
        _rule("trailing-comment", statements.drop_comments),
        _rule("arrow", edges.mend_arrows),
        _rule("list-of-ids", statements.mend_lists),
        _rule("close-label", labels.close_labels),
        _rule("reserved-id", statements.rename_reserved),
        _rule("id-with-spaces", statements.join_ids),
        _rule("balance-end", statements.balance_ends),
        _rule("foreign-statement", statements.drop_foreign),
        _rule("styling-left-out", statements.drop_styling),
    ),
    Kind.SEQUENCE: (
        *_OPENING,
        _rule("misspelt-statement", sequence.mend_statements),
        _rule("escape-text", sequence.escape_text, always=True),
        _rule("missing-colon", sequence.add_colons),
        _rule("arrow", sequence.mend_arrows),
        _rule("trailing-comment", statements.drop_comments),
        _rule("balance-end", sequence.balance_ends),
        _rule("activation", sequence.drop_activations),
        _rule("participant-made-late", sequence.plain_participants),
        _rule("foreign-statement", sequence.drop_foreign),
    ),
    Kind.STATE: (
        *_OPENING,
        _rule("arrow", state.mend_arrows),
        _rule("escape-text", state.escape_text, always=True),
        _rule("id-with-spaces", state.join_ids),
        _rule("trailing-comment", statements.drop_comments),
        _rule("balance-braces", state.balance_braces),
        _rule("foreign-statement", state.drop_foreign),
    ),
}
