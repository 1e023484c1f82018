"""Notices as the tests add them."""

from datetime import date
from decimal import Decimal

from accident_manager.amounts.actions import add_notice
from accident_manager.amounts.queries import NoticeRow
from accident_manager.amounts.rules import Draft

CEILING_2026 = Decimal("57584.22")
SOURCE = "Moniteur belge, https://www.ejustice.just.fgov.be/eli/avis/2026/10/30"


def draft(value: object = CEILING_2026, valid_from: date = date(2026, 1, 1), **more: object) -> Draft:
    given: dict = {"source": SOURCE, "published_on": date(2026, 10, 30), **more}
    return Draft(valid_from=valid_from, value=Decimal(str(value)), **given)


def added(by, name: str = "base_wage_ceiling", *value_and_day: object, **more: object) -> NoticeRow:
    return add_notice(name, draft(*value_and_day, **more), by)
