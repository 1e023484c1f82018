"""What must be right before anybody is served. A production with a mistake does not start."""

from django.conf import settings

from accident_manager.foundation.refusal import N_, Refusal


class Unfit(Refusal):
    code = "start.refused"


def refuse_if_unfit() -> None:
    """Nothing, or Unfit with what to set."""
    if not settings.DEVELOPMENT:
        if settings.ACM_DEMO:
            raise Unfit(N_("ACM_DEMO is on: a demo must not run in production."))
        for name in ("SECRET_KEY", "ACM_MASTER_KEY"):
            if len(getattr(settings, name)) < 32:
                raise Unfit(N_("%(name)s is missing or shorter than 32 characters."), name=name)
        if not settings.ALLOWED_HOSTS:
            raise Unfit(N_("ACM_HOSTS is missing: name the hosts that people type, separated by commas."))
        if not settings.ACM_PUBLIC_URL.startswith("https://"):
            raise Unfit(N_("ACM_PUBLIC_URL must begin with https://: it stands in the links of mails."))
    if settings.SECRET_KEY == settings.ACM_MASTER_KEY:
        raise Unfit(N_("The secret key and the master key must differ."))
    from accident_manager.crypto import keys

    try:
        keys.check_master_key()
    except keys.MasterKeyUnusable as problem:
        raise Unfit(
            N_("ACM_MASTER_KEY does not open the insurers’ keys: give the one with which they were made.")
        ) from problem
    from accident_manager.web.pages import health

    if not health.clocks_agree():
        raise Unfit(
            N_(
                "The clocks of this machine and of the database differ by more than %(seconds)s seconds: one-time "
                "codes and limits depend on them. Let both follow a time server."
            ),
            seconds=int(health.CLOCKS_DIFFER_BY.total_seconds()),
        )
