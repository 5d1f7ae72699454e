"""The project's own articles and sentences with known answers, and what measures against them.

Not part of the installed package: see ``README.md`` in this folder for the files, the markup and
the commands.
"""
