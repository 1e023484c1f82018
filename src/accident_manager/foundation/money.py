"""Money is Decimal euro, rounded half up to the cent, once per payable item (convention A1)."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """The amount (EUR) rounded half up to the cent."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
