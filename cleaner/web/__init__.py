"""The HTTP service: a web process that answers, and processes beside it that do the work.

Everything here needs the extra ``serve``; only `cleaner serve` imports it.
"""
