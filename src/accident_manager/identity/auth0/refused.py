"""What can go wrong between us and Auth0, in words for whoever waits. None holds a token, a secret or a name."""

from accident_manager.foundation.refusal import N_, Refusal


class Auth0Refused(Refusal):
    """Any of the others. Never raised itself."""

    code = "auth0.refused"
    sentence = N_("Auth0 did not do what was asked.")


class NotSetUp(Auth0Refused):
    code = "auth0.not-set-up"
    sentence = N_("Auth0 is not set up for this insurer. An administrator can do so in the settings of the login.")


class Unreachable(Auth0Refused):
    """No answer, or a fault on their side, however often it was tried."""

    code = "auth0.unreachable"
    sentence = N_("Auth0 does not answer at this moment. Try again in a few minutes.")


class RateLimited(Auth0Refused):
    """Value `count`: seconds until Auth0 answers again."""

    code = "auth0.rate-limited"
    sentence = N_("Auth0 gets too many questions at this moment. Try again in %(count)s seconds.")


class WrongClient(Auth0Refused):
    code = "auth0.wrong-client"
    sentence = N_(
        "Auth0 does not know the machine-to-machine application, or its secret is another one. An administrator can "
        "correct both in the settings of the login."
    )


class MayNotCall(Auth0Refused):
    """Value `scope`: what the machine-to-machine application lacks."""

    code = "auth0.not-allowed"
    sentence = N_(
        "Auth0 does not let us do this: the machine-to-machine application lacks the scope %(scope)s. An administrator "
        "can add it in Auth0."
    )


class NotOffered(Auth0Refused):
    """The tenant's plan, or a switch in it, does not have what was asked."""

    code = "auth0.not-offered"
    sentence = N_("Auth0 does not offer this in your tenant: it may belong to another plan.")


class NotThere(Auth0Refused):
    code = "auth0.not-found"
    sentence = N_("Auth0 does not know this any more. It may have been removed there.")


class ExistsThere(Auth0Refused):
    code = "auth0.exists"
    sentence = N_("Auth0 already has a user with this email address.")


class AnsweredOddly(Auth0Refused):
    """Values `status` (of HTTP) and `reason` (Auth0's own code, or nothing)."""

    code = "auth0.answered-oddly"
    sentence = N_(
        "Auth0 answered in a way that this application does not understand (%(status)s). Support can see it in the log."
    )

    @property
    def status(self) -> int:
        return int(self.values.get("status", 0))
