"""Bytes to text and back: a module a format."""
