"""Numbers laid over those of the files for the length of a test; whoever was asked before is asked again after it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from accident_manager.law import parameters
from accident_manager.law.parameters import Overlay


@contextmanager
def numbers_from(provider: Callable[[], Overlay]) -> Iterator[None]:
    before = parameters.overlay_from(provider)
    try:
        yield
    finally:
        parameters.overlay_from(before)
