"""Logs are JSON lines on standard error, without personal data: ids, codes and durations only."""

import logging
import re
import sys
from typing import Any

import structlog
import structlog.typing

# Where a link of a mail leads, with what opens it.
_SECRET_IN_A_PATH = re.compile(r"(/(?:reset-password|unblock)/)[^\s/?\"\\]+")


def configure(settings: dict[str, Any]) -> None:
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
                _without_secrets,  # type: ignore[list-item]  # of the line as it is written
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings["level"])
    # The address of a question to Auth0 may hold an e-mail: httpx says each of them.
    for noisy in ("procrastinate", "fontTools", "asyncio", "httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _without_secrets(logger: Any, name: str, line: str) -> str:
    return _SECRET_IN_A_PATH.sub(r"\1***", line)
