"""The Jupyter Server extension.

Pages, exercises, the facts relay and the tutor's host. Runs as the learner; not trusted.
"""
