"""Showing several things from one cell."""

from IPython.display import display

from atlas.diagram import open_diagram


def show(*things: object) -> None:
    """Show each of `things`: a diagram's name such as "retry-storm#2", or anything with a display.

    Raises DiagramNotFoundError where a text names no diagram.
    """
    for thing in things:
        shown = open_diagram(thing) if isinstance(thing, str) else thing
        display(shown)  # type: ignore[no-untyped-call]
