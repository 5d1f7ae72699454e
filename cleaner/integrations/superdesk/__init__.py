"""Superdesk: two macros, and a check before publishing.

To install it, put ``cleaner.integrations.superdesk`` into ``INSTALLED_APPS``. Superdesk then calls
``init_app``, and finds the macros because their modules are loaded and lie in a package that is
called ``macros``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["init_app"]

# The setting that lets the check before publishing refuse an item.
VALIDATES = "CLEANER_VALIDATE"


def init_app(app: Any) -> None:
    """Loads the macros and, where ``CLEANER_VALIDATE`` is set, the check before publishing."""
    for macro in ("fix", "suggest"):
        import_module(f"{__name__}.macros.cleaner_{macro}")
    if app.config.get(VALIDATES):
        from superdesk.signals import item_validate

        from cleaner.integrations.superdesk.validation import validate

        item_validate.connect(validate)
