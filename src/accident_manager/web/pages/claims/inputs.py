"""What the forms of a file send, read and shown again as typed."""

from collections.abc import Mapping
from datetime import date

from accident_manager.claims.rules.declaration.parsing import parse_day_parts
from accident_manager.foundation.refusal import InvalidInput
from accident_manager.web.access import Request

PARTS = ("day", "month", "year")


def day_in(request: Request, name: str) -> date:
    """The day that the three inputs of this name give. InvalidInput beside the field, with what to do."""
    try:
        return parse_day_parts(*(request.POST.get(f"{name}.{part}", "").strip() for part in PARTS))
    except InvalidInput as problem:
        raise InvalidInput(problem.sentence, field=name, **problem.values) from problem


def day_as_typed(request: Request, name: str, otherwise: date | None = None) -> Mapping[str, str]:
    """The three inputs as typed; before anything was sent, a day to begin with."""
    if f"{name}.day" in request.POST:
        return {part: request.POST.get(f"{name}.{part}", "") for part in PARTS}
    return {part: str(getattr(otherwise, part)) for part in PARTS} if otherwise else {}
