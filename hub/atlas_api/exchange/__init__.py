"""Releases and submissions: immutable, content-addressed."""
