"""Submissions on Kubernetes: judged by the worker, run in a pod that holds nothing else.

`serve.py` and `confine.py` are what the pod consists of; `remote.py` is the worker's side.
"""
