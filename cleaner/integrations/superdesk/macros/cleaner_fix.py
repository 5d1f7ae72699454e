"""The macro that applies the safe fixes; desks can also run it on incoming and outgoing items."""

from __future__ import annotations

from typing import Any

from cleaner.integrations.superdesk.items import fixed

__all__ = [
    "access_type",
    "action_type",
    "callback",
    "group",
    "label",
    "name",
    "order",
    "replace_type",
]

name = "cleaner_fix"
label = "Fix leftover French (safe fixes)"
group = "Cleaner"
order = 1
access_type = "frontend"
action_type = "direct"
# The editor takes over what changed in the body, and keeps bold, links and comments.
replace_type = "keep-style-replace"


def callback(item: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Put leftover French into English where that is safe."""
    del kwargs
    item.update(fixed(item))
    return item
