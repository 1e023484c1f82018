"""One row an insurer. Read before any insurer is in scope: not insurer-owned, and without personal data."""

from django.db import models

from accident_manager.insurers.rules.help_desk import FAQ_HOURS
from accident_manager.storage.ids import new_id


def _all_languages() -> list[str]:
    return ["fr", "nl", "de", "en"]


def _faq_hours() -> dict[str, list[list[str]]]:
    return dict(FAQ_HOURS)


class Insurer(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # The first part of its addresses: "belfius".
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    tagline = models.CharField(max_length=120, blank=True)
    # What the application is called: in full, on the login page, and in "Back to …" of the reset pages.
    product_name = models.CharField(max_length=120)
    login_name = models.CharField(max_length=60, default="accidentmanager")
    reset_name = models.CharField(max_length=60, default="app-acm")
    hosts = models.JSONField(default=list, blank=True)
    brand_seed = models.CharField(max_length=7)
    languages = models.JSONField(default=_all_languages)
    default_language = models.CharField(max_length=2)
    support_email = models.EmailField()
    support_phone = models.CharField(max_length=40)
    help_desk_hours = models.JSONField(default=_faq_hours)
    # Never longer than these defaults (NIST AAL2 allows 1 hour and 24 hours).
    session_idle_minutes = models.PositiveSmallIntegerField(default=60)
    session_absolute_hours = models.PositiveSmallIntegerField(default=12)
    password_min_length = models.PositiveSmallIntegerField(default=12)
    # How many former passwords may not be used again.
    password_history = models.PositiveSmallIntegerField(default=5)
    # Sessions of one account at a time; the oldest ends. None: as many as there are browsers.
    max_sessions = models.PositiveSmallIntegerField(null=True, blank=True)
    # How many 30-second steps a code may be off, around what is known of that phone.
    code_tolerance = models.PositiveSmallIntegerField(default=1)
    # Tighter limits of the login than the house's own, by name (`insurers.rules.limits`); never looser.
    login_limits = models.JSONField(default=dict, blank=True)
    passkeys_allowed = models.BooleanField(default=False)
    # Days on which the help desk is closed besides the public holidays: ISO dates.
    closed_days = models.JSONField(default=list, blank=True)
    time_zone = models.CharField(max_length=40, default="Europe/Brussels")
    decision_settings = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="sessions_never_longer_than_allowed",
                condition=models.Q(session_idle_minutes__range=(5, 60), session_absolute_hours__range=(1, 12)),
            ),
            models.CheckConstraint(
                name="passwords_long_enough", condition=models.Q(password_min_length__range=(8, 64))
            ),
            models.CheckConstraint(name="password_history_in_range", condition=models.Q(password_history__lte=24)),
            models.CheckConstraint(
                name="at_least_one_session",
                condition=models.Q(max_sessions__isnull=True) | models.Q(max_sessions__gte=1),
            ),
            models.CheckConstraint(name="codes_at_most_one_step_off", condition=models.Q(code_tolerance__lte=1)),
            models.CheckConstraint(name="brand_is_a_colour", condition=models.Q(brand_seed__regex="^#[0-9a-f]{6}$")),
        ]

    def __str__(self) -> str:
        return self.code
