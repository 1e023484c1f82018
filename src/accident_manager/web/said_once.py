"""What was done is said once, on the next page, out of a cookie of our own name."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class SaidOnce(CookieStorage):
    cookie_name = f"{settings.ACM_COOKIE_PREFIX}acm_said"
