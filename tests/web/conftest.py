"""The world of the pages: built once a test, on the day of the tests."""

import pytest


@pytest.fixture
def _today():
    from accident_manager.foundation import clock
    from casework import declaring

    with clock.frozen(declaring.TODAY):
        yield


@pytest.fixture
def world(_today, in_belfius):
    from web.world import world_of

    return world_of(in_belfius)


@pytest.fixture
def town(_today, in_belfius):
    """The public scheme: the employer is an authority."""
    from web.world import world_of

    return world_of(in_belfius, law="public_1967", kbo="0207356009", name="Ville de Namur")
