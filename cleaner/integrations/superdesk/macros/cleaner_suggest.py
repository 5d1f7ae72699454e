"""The macro that shows every proposal in the body, for an editor to take or to pass over."""

from __future__ import annotations

from typing import Any

from cleaner.integrations.superdesk.items import proposals

__all__ = ["access_type", "action_type", "callback", "group", "label", "name", "order"]

name = "cleaner_suggest"
label = "Review leftover French"
group = "Cleaner"
order = 2
access_type = "frontend"
action_type = "interactive"


def callback(item: dict[str, Any], **kwargs: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """Go through leftover French and its proposed English, one by one."""
    del kwargs
    return item, proposals(item)
