"""The trusted control plane.

Settings, sign-in, spawners, roles, services, and the launcher of one machine.
"""
