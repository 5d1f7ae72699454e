"""What a service is started with, checked before anything listens."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

from cleaner.config import Config
from cleaner.errors import ConfigError

__all__ = ["Settings", "is_loopback"]

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for one service.

    config
        What the engine is configured with; a request may choose style, rules and unsafe fixes.
    host, port
        Where to listen. Any other host than loopback needs a ``token``.
    token
        What a request has to bear, as ``Authorization: Bearer …``; empty for none.
    cors
        Origins (``https://cms.example``) whose pages may call the service from a browser.
    workers
        Processes that check and fix; each has its own tables and model in memory.
    queue
        Requests that may wait for a worker; more are answered with 429.
    requests
        Requests that may be under way at all, those whose bodies still arrive included.
    most_bytes
        The largest body that is read.
    seconds
        How long the work of one request may take, and how long it may wait for its turn.
    body_seconds
        How long a body may take to arrive.
    log_text
        Whether the texts of requests may be written to the log.
    """

    config: Config = field(default_factory=Config)
    host: str = "127.0.0.1"
    port: int = 8765
    token: str = field(default="", repr=False)
    cors: tuple[str, ...] = ()
    workers: int = 1
    queue: int = 64
    requests: int = 256
    most_bytes: int = 2 * MEBIBYTE
    seconds: float = 30.0
    body_seconds: float = 10.0
    log_text: bool = False

    def __post_init__(self) -> None:
        if not self.token and not is_loopback(self.host):
            raise ConfigError(
                f"whoever reaches {self.host} could use the service: set CLEANER_TOKEN to a "
                "secret that callers send, or listen on 127.0.0.1"
            )
        if not (self.token.isascii() and self.token.isprintable()) or " " in self.token:
            raise ConfigError("the token may hold letters, digits and ASCII punctuation only")
        for origin in self.cors:
            scheme, _, host = origin.partition("://")
            if scheme not in ("http", "https") or not host or "/" in host or "*" in host:
                raise ConfigError(
                    f"--cors {origin}: name one origin, such as https://cms.example, without "
                    "a path or a star; several with --cors again"
                )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost")
    (True, True, True)
    >>> is_loopback("0.0.0.0"), is_loopback("::"), is_loopback("127.0.0.1.example")
    (False, False, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
