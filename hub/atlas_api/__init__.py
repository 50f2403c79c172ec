"""The trusted service: identity, ledger, progress, exchange, grades, work and the tutor's gateway.

`app.py` assembles it from one table. Each domain is a folder with the same names: `routes.py`
(HTTP), `schema.py` (what goes over the wire), `store.py` (reads and writes), `tables.py`.
"""
