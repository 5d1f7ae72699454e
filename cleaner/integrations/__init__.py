"""Cleaner inside other people's systems; none of them is imported before it imports us."""
