"""Why somebody who comes back from Auth0 is not let in: a refusal for each check, so that the journal can say which.

The page says the same of nearly all of them: whoever forges a token learns nothing. None holds a token or a name.
"""

from accident_manager.foundation.refusal import N_, Refusal

_FAILED = N_("Logging in did not work. Start again; if it happens once more, ask support.")


class NotLetIn(Refusal):
    """Any of the others. Never raised itself."""

    code = "federation.refused"
    sentence = _FAILED

    @property
    def reason(self) -> str:
        """What the journal keeps: the code without its first word."""
        return self.code.partition(".")[2]


# What this browser began


class UnknownState(NotLetIn):
    """This browser began no such login at this insurer, or it has come back already."""

    code = "federation.state"
    sentence = N_("This login was not begun in this browser, or it is over already. Start again.")


class TooLate(NotLetIn):
    code = "federation.too-late"
    sentence = N_("The login took too long. Start again.")


class SettingsChanged(NotLetIn):
    """Another tenant, application or address is set than when the login began."""

    code = "federation.settings-changed"


class AnotherAnswerer(NotLetIn):
    """The address came back with the name of another issuer (RFC 9207)."""

    code = "federation.answered-by-another"


# What Auth0 said


class TurnedDown(NotLetIn):
    """Auth0 let this person not in, or he went back."""

    code = "federation.turned-down"
    sentence = N_("Auth0 did not let you in. Start again; if it happens once more, ask support.")


class BlockedThere(NotLetIn):
    code = "federation.blocked-there"
    sentence = N_("Account not active")


class NoCode(NotLetIn):
    code = "federation.no-code"


class WrongCode(NotLetIn):
    """Forged, used already, begun elsewhere: Auth0 gives no token for it."""

    code = "federation.code"


class ClientRefused(NotLetIn):
    """The application's client ID or secret is another one at Auth0."""

    code = "federation.client"
    sentence = N_("Logging in with Auth0 is not set up rightly. Please tell support.")


class NoToken(NotLetIn):
    code = "federation.no-token"


# What the token must be


class Unreadable(NotLetIn):
    code = "federation.unreadable"


class WrongAlgorithm(NotLetIn):
    """Not signed at all, or not by the one algorithm that is agreed on."""

    code = "federation.algorithm"


class UnknownKey(NotLetIn):
    code = "federation.key"


class WrongSignature(NotLetIn):
    code = "federation.signature"


class WrongIssuer(NotLetIn):
    code = "federation.issuer"


class WrongAudience(NotLetIn):
    code = "federation.audience"


class WrongParty(NotLetIn):
    """Issued to another application (`azp`)."""

    code = "federation.party"


class Expired(NotLetIn):
    code = "federation.expired"


class WrongTime(NotLetIn):
    """Issued before this login began, or in the future."""

    code = "federation.issued-at"


class WrongNonce(NotLetIn):
    code = "federation.nonce"


class WrongOrganization(NotLetIn):
    code = "federation.organization"


class NoSubject(NotLetIn):
    code = "federation.subject"


class NoSession(NotLetIn):
    """Without the name of the session there (`sid`) a logout there could not end the one here."""

    code = "federation.session"


class LongAgo(NotLetIn):
    """The password was asked longer ago than this login allows (`auth_time`)."""

    code = "federation.long-ago"


class NoSecondFactor(NotLetIn):
    """The insurer wants a second factor in each session, and the token does not say that there was one."""

    code = "federation.second-factor"
    sentence = N_("Logging in needs a second factor, and Auth0 did not ask for one. Please tell support.")


# Who it is


class EmailNotVerified(NotLetIn):
    code = "federation.email-not-verified"
    sentence = N_(
        "Your email address is not verified in Auth0. Follow the link that Auth0 has mailed to you, then start again."
    )


class NoAccountHere(NotLetIn):
    code = "federation.no-account"
    sentence = N_("You are known to Auth0, but you have no account here. Ask support.")


class DisabledHere(NotLetIn):
    code = "federation.disabled"
    sentence = N_("Account not active")


class NoRole(NotLetIn):
    """The account may do nothing today, as one that was just made."""

    code = "federation.no-role"
    sentence = N_("You have an account here, but no role yet. Ask support for one.")


class LinkedToAnother(NotLetIn):
    """An account has this address, and another user of Auth0 comes in by it."""

    code = "federation.linked-to-another"
    sentence = N_("Your account belongs to another user of Auth0. Ask support.")


class AnotherPerson(NotLetIn):
    """Somebody else confirmed than is logged in here."""

    code = "federation.another-person"
    sentence = N_("Somebody else has confirmed than the one who is logged in here. Start again as yourself.")


# A logout that Auth0 tells us of


class NoLogout(NotLetIn):
    """It names no logout event, or it has a nonce as a login has."""

    code = "federation.no-logout"


class ToldBefore(NotLetIn):
    """The same logout token a second time (`jti`)."""

    code = "federation.told-before"
