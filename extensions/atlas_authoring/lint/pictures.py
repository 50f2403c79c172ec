"""Pictures that somebody who does not see them could not know of."""

from collections.abc import Iterator

from atlas_authoring.lint.rule import Found, Subject


def without_words(subject: Subject) -> Iterator[Found]:
    """Find pictures whose alternative text is empty."""
    for written in subject.draft.links:
        if written.text == "!":
            sentence = (
                f"The picture `{written.url[:100]}` has no alternative text; say what it shows."
            )
            yield Found(line=written.line, sentence=sentence)
