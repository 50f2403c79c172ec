"""Who calls: the hub says, the map of pseudonyms remembers."""
