"""Findings for people and for programs: a module an output."""
