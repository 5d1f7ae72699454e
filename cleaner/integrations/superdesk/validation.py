"""The check before publishing: what a macro would fix safely has to be fixed first."""

from __future__ import annotations

import logging
from typing import Any

from cleaner.finding import Safety
from cleaner.integrations.superdesk.items import findings
from cleaner.integrations.superdesk.macros.cleaner_fix import label

__all__ = ["validate"]

logger = logging.getLogger(__name__)


def validate(
    sender: object,
    item: dict[str, Any],
    response: list[str],
    error_fields: dict[str, Any],
    **kwargs: Any,
) -> None:
    """Adds an error for each field with safe fixes, which keeps Superdesk from publishing.

    What is uncertain never does, and neither does a fault of Cleaner, which is logged.
    """
    del sender, error_fields, kwargs
    try:
        found = findings(item)
    except Exception:  # publishing does not wait for us
        logger.exception("Cleaner could not check %s; it goes on unchecked", item.get("_id"))
        return
    for field, some in found.items():
        sure = [f"{one.found} → {one.replacement}" for one in some if one.safety is Safety.SAFE]
        if sure:
            named = field.removesuffix("_html").replace("_", " ").upper()
            response.append(f"{named} has leftover French: {', '.join(sure)} (macro: {label})")
