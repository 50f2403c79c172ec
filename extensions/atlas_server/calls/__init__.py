"""The calls under `<base_url>atlas/`, one noun a file."""
