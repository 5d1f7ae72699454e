"""Findings for people and for programs: a module an output.

Each has a function ``report`` from checked files to pieces of text; ``output.py`` lists them.
"""
