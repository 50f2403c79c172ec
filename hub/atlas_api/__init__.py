"""One ASGI service: ledger, progress, exchange, grades, tutor policy and model gateway."""
