"""From the text of a Mermaid block to a Diagram, as far as that needs no parser.

Before the parser: which kind a block is (`kinds`), how it is repaired (`repairs`). After it: what
labels, classes and colours of a `Drawing` mean (`assemble`). The build runs the parser in Node, the
playground in the browser; both come here, so both see the same diagram.
"""
