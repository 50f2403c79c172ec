"""The calls of the playground: drafts while somebody types, and drawing from memory."""
