"""The flow simulator: an architecture as queues, run under load and faults.

`model` says what can be simulated, `validation` what makes no sense, `run` runs it (in pure Python;
`atlas_engine` does the same with the C engine), `estimate` answers at once, `diagram` makes models
of diagrams.
"""
