"""The author's workshop.

Markdown trees become a catalogue. Starts Node; never needed to read a built one.
"""
