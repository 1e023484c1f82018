"""The bodies of mails, HTML and plain text, in one language: the insurer's name and colour, paragraphs, one button."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from accident_manager.foundation.refusal import N_
from accident_manager.wording import say

_FONT = "font-family:'Atkinson Hyperlegible Next',Verdana,Arial,sans-serif"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a mail comes from, as it shows: the insurer's name, its colour (#rrggbb), its help desk."""

    name: str
    colour: str
    support_email: str
    support_phone: str


@dataclass(frozen=True, slots=True)
class MailText:
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    url: str


def compose(
    sender: Sender, language: str, *, subject: str, paragraphs: Sequence[str], button: Button | None = None
) -> MailText:
    """A mail of what has been said already (`wording.say`): the button stands after the first paragraph."""
    help_desk = f"{sender.name} · {sender.support_email} · {sender.support_phone}"
    first, rest = paragraphs[0], list(paragraphs[1:])
    lines = [first, *([f"{button.label}:\n{button.url}"] if button else []), *rest, f"-- \n{help_desk}"]
    return MailText(
        subject=" ".join(subject.split()),
        text="\n\n".join(lines) + "\n",
        html=_html(sender, language, subject, first, button, rest, help_desk),
    )


def password_link(sender: Sender, language: str, *, client_name: str, email: str, url: str, hours: int) -> MailText:
    """The mail with the link to set a password."""
    return compose(
        sender,
        language,
        subject=say("Set your password for %(clientName)s", language, clientName=client_name),
        paragraphs=[
            say(
                "A request was made to set the password of %(email)s at %(companyName)s. Click the button below; "
                "the link works once and is valid for %(hours)s hours.",
                language,
                email=email,
                companyName=sender.name,
                hours=hours,
            ),
            say("Did you not ask for this? Then you need not do anything.", language),
        ],
        button=Button(say("Set password", language), url),
    )


def unblock_link(sender: Sender, language: str, *, attempts: int, ip: str, url: str) -> MailText:
    """The mail with the link to lift the block of a network address."""
    blocked = N_(
        "After %(attempts)s failed attempts from %(ip)s, logging in from that address has been blocked. Was it you? "
        "Click the button to unblock."
    )
    return compose(
        sender,
        language,
        subject=say("Security notice for your account at %(companyName)s", language, companyName=sender.name),
        paragraphs=[say(blocked, language, attempts=attempts, ip=ip), _not_you(sender, language)],
        button=Button(say("Unblock My Account", language), url),
    )


def suspicion(sender: Sender, language: str, *, what: str, hacked_url: str) -> MailText:
    """What looks like somebody else, said already, and the page that ends everything."""
    harmless = N_("Was this you? Then you need not do anything. Otherwise, end everything with the button above.")
    return compose(
        sender,
        language,
        subject=say("Security notice for your account at %(companyName)s", language, companyName=sender.name),
        paragraphs=[what, say(harmless, language), _not_you(sender, language)],
        button=Button(say("I think my account was hacked", language), hacked_url),
    )


def suspicion_for_support(sender: Sender, language: str, *, what: str, journal_url: str) -> MailText:
    """The same, to the insurer's support."""
    return compose(
        sender,
        language,
        subject=say("Suspicious logins at %(companyName)s", language, companyName=sender.name),
        paragraphs=[what, say("The security journal shows what happened before and after.", language)],
        button=Button(say("Security journal", language), journal_url),
    )


def security_notice(sender: Sender, language: str, *, what: str, hacked_url: str = "") -> MailText:
    """What happened to the account, said already, and what to do if it was somebody else: the page that ends all."""
    return compose(
        sender,
        language,
        subject=say("Security notice for your account at %(companyName)s", language, companyName=sender.name),
        paragraphs=[what, _not_you(sender, language)],
        button=Button(say("I think my account was hacked", language), hacked_url) if hacked_url else None,
    )


def ink_on(colour: str) -> str:
    """White or black, whichever is easier to read on this colour (WCAG 2.2 contrast)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#ffffff" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "#000000"


def _not_you(sender: Sender, language: str) -> str:
    return say(
        "Was this not you? Contact %(supportEmail)s or %(supportPhone)s immediately and change your password.",
        language,
        supportEmail=sender.support_email,
        supportPhone=sender.support_phone,
    )


def _html(
    sender: Sender, language: str, subject: str, first: str, button: Button | None, rest: Sequence[str], foot: str
) -> str:
    pressed = ""
    if button:
        style = (
            f"display:inline-block;padding:12px 24px;border-radius:6px;background:{escape(sender.colour)};"
            f"color:{ink_on(sender.colour)};text-decoration:none;font-weight:bold"
        )
        link = f'<a href="{escape(button.url)}" style="{style}">{escape(button.label)}</a>'
        address = f'<span style="font-size:13px;color:#55585e;word-break:break-all">{escape(button.url)}</span>'
        pressed = f'<p style="margin:24px 0">{link}</p><p>{address}</p>'
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(subject)}</title></head>"
        f'<body style="margin:0;background:#f4f4f2;{_FONT};font-size:16px;line-height:1.5;color:#1c1e21">'
        '<div style="max-width:560px;margin:0 auto;padding:24px">'
        f'<p style="font-size:20px;border-bottom:4px solid {escape(sender.colour)};padding-bottom:8px">'
        f"<b>{escape(sender.name)}</b></p>"
        f"<p>{_lines(first)}</p>{pressed}{''.join(f'<p>{_lines(paragraph)}</p>' for paragraph in rest)}"
        f'<p style="font-size:13px;color:#55585e">{escape(foot)}</p></div></body></html>'
    )


def _lines(paragraph: str) -> str:
    return escape(paragraph).replace("\n", "<br>")
