"""The core that every part of Atlas shares: values and pure functions.

No framework, clock, socket, file or random generator here, but in the one module whose job it is
(`catalogue/` opens SQLite). `now` and `seed` are parameters.
"""
