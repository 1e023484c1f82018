"""The peer: a Django project as django-allauth's documentation sets one up, password then TOTP, sessions in the
database, the same PostgreSQL, the same hasher. Its limits by address do not bite: every person has an address.
"""

import os
from urllib.parse import parse_qs, urlsplit

from bench.login.side import HASHER, PASSWORD, Door, key_to_type


def prepare(accounts: int) -> tuple[Door, list[str]]:
    import django
    from django.conf import settings

    settings.configure(
        SECRET_KEY="a key for measuring only, of more than fifty characters in length",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="bench.login.peer_urls",
        USE_TZ=True,
        DATABASES={"default": _database()},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        PASSWORD_HASHERS=[HASHER],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
            "allauth", "allauth.account", "allauth.mfa",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
            "OPTIONS": {"context_processors": [
                "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]},
        }],
        ACCOUNT_LOGIN_METHODS={"email"},
        ACCOUNT_SIGNUP_FIELDS=["email*", "password1*", "password2*"],
        ACCOUNT_EMAIL_VERIFICATION="none",
        LOGIN_REDIRECT_URL="/",
        MFA_SUPPORTED_TYPES=["totp", "recovery_codes"],
    )  # fmt: skip
    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import User

    encoded = make_password(PASSWORD)
    emails = [f"person{number}@bench.example" for number in range(accounts)]
    for email in emails:
        user = User.objects.create(username=email, email=email, password=encoded)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        TOTP.activate(user, key_to_type())
    application = get_wsgi_application()
    return Door(application, "/login/", "/2fa/authenticate/", "/", "login", "sessionid"), emails


def _database() -> dict[str, object]:
    address = urlsplit(os.environ["DATABASE_URL"])
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.path.lstrip("/"),
        "USER": address.username,
        "HOST": parse_qs(address.query)["host"][0],
        "CONN_MAX_AGE": None,
    }
