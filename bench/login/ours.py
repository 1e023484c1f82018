"""Our side: the whole application, as it is served, with one insurer and as many handlers as are asked for."""

import os

from bench.login.side import PASSWORD, SECRET, Door

os.environ["DJANGO_SETTINGS_MODULE"] = "accident_manager.config.settings"


def prepare(accounts: int) -> tuple[Door, list[str]]:
    from django.contrib.auth.hashers import make_password

    from accident_manager.config.wsgi import application
    from accident_manager.foundation import clock
    from accident_manager.foundation.actor import system
    from accident_manager.identity.actions.accounts import RoleGrant, create_account
    from accident_manager.identity.models import Account, Authenticator, RecoveryCode
    from accident_manager.insurers.actions import add_insurer
    from accident_manager.storage import scope

    insurer = add_insurer(
        code="bench",
        name="Bench",
        brand_seed="#b5103c",
        support_email="help@bench.example",
        support_phone="02/286 74 74",
    )
    emails = [f"person{number}@bench.example" for number in range(accounts)]
    with scope.of(insurer.id):
        encoded = make_password(PASSWORD)
        for email in emails:
            account = create_account(
                email=email, first_name="An", last_name="Peeters", language="fr", roles=[RoleGrant("handler")],
                by=system(insurer.id),
            )  # fmt: skip
            Account.objects.filter(pk=account.id).update(password=encoded, password_changed_at=clock.now())
            Authenticator.objects.create(account_id=account.id, secret=SECRET, confirmed_at=clock.now())
            RecoveryCode.objects.create(account_id=account.id, code_hash=os.urandom(32), kept_at=clock.now())
    return Door(application, "/bench/login", "/bench/mfa/challenge", "/bench/", "email", "acm_session"), emails
