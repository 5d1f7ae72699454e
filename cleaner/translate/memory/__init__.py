"""The translation memory: editors' corrections, and what the model answered before.

Both lie in one SQLite file that processes share. Importing this package opens nothing.
"""
