"""Logging in against `oidc-provider`, which is certified and not ours: there and back, through its own screens."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from accident_manager.foundation import clock
from accident_manager.foundation.actor import system
from accident_manager.identity import doors
from accident_manager.identity.actions.tenant import set_tenant
from accident_manager.identity.auth0 import provider
from auth0.conftest import settings_for
from auth0.counterpart.running import counterpart
from auth0.fake_auth0 import fake_auth0
from auth0.there import DOOR, Elsewhere
from identity.people import PASSWORD, account_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
EMAIL = "sophie.marchal@example.be"


@pytest.fixture(autouse=True)
def _real_clock(_still_clock):
    """The provider has a clock of its own."""
    with clock.frozen(datetime.now(UTC)):
        yield


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    with (
        fake_auth0() as tenant,
        counterpart(tenant, tmp_path_factory.mktemp("op"), door=DOOR) as running,
    ):
        yield running


@pytest.fixture
def sophie(there):
    there.people.tenant.users.clear()
    return there.people.add(EMAIL, PASSWORD, secret=SECRET)


@pytest.fixture
def belfius_there(in_belfius, there, settings):
    settings.ACM_PUBLIC_URL = "http://testserver"
    provider.forget()
    doors.forget()
    found = set_tenant(settings_for(there.people.tenant, custom_domain=there.domain), by=system(in_belfius.id))
    doors.forget()
    yield found
    doors.forget()


@pytest.mark.usefixtures("belfius_there")
def test_somebody_logs_in_with_password_and_code_of_the_provider(in_belfius, sophie):
    account_of(in_belfius, EMAIL, password="")
    ours = Client()
    browser = Elsewhere()
    answer = ours.get("/belfius/login", follow=False)
    assert answer["Location"].startswith("/belfius/login/auth0")
    back = browser.log_in(ours.get(answer["Location"])["Location"], EMAIL, PASSWORD, SECRET)
    answer = ours.get(back)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == "/belfius/"
    assert ours.get("/belfius/account").status_code == 200
