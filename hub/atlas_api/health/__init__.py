"""Whether the service and what it leans on are up."""
