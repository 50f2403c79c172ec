"""The figures of `make bench-diagrams`, one module each; `stage` is the page they are taken on."""
