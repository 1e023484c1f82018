"""The insurer that an operator names by its code."""

from accident_manager.foundation.refusal import N_, NotFound


class NoSuchInsurer(NotFound):
    code = "insurers.unknown"
    sentence = N_("There is no insurer with the code %(code)s.")


def chosen(code: str | None):  # type: ignore[no-untyped-def]
    """The insurer with this code as the only one, or all when there is no code. After `set_up`; NoSuchInsurer."""
    from accident_manager.insurers import queries

    if code is None:
        return queries.all_insurers()
    return (one(code),)


def one(code: str):  # type: ignore[no-untyped-def]
    from accident_manager.insurers import queries

    insurer = queries.by_code(code)
    if insurer is None:
        raise NoSuchInsurer(code=code)
    return insurer
