"""A browser at the counterpart, without a browser: forms are filled in and sent as they stand on the page."""

import html
import re
from urllib.parse import urljoin

import httpx

from identity.people import oath

DOOR = "http://testserver/belfius"


class Elsewhere:
    """Cookies and pages of the provider; every redirect back to our door is given back, not followed."""

    def __init__(self) -> None:
        self.http = httpx.Client(follow_redirects=False, timeout=10)

    def go(self, address: str) -> httpx.Response | str:
        """The page at which it ends, or the address at our door that it leads to."""
        return self._follow(self.http.get(address))

    def log_in(self, address: str, email: str, password: str, secret: str, *, remember: bool = False) -> str:
        """Password and code; the address of the callback."""
        at = self.go(address)
        if isinstance(at, str):
            return at
        at = self.send(at, email=email, password=password)
        if isinstance(at, str):
            return at
        more = {"remember": "on"} if remember else {}
        at = self.send(at, code=oath(secret), **more)
        assert isinstance(at, str), at.text
        return at

    def leave(self, address: str) -> str:
        """Log out with the request that our logout leads to; where it ends at our door."""
        page = self.go(address)
        assert not isinstance(page, str)
        back = self.send(page, logout="yes")
        assert isinstance(back, str), back.text
        return back

    def send(self, page: httpx.Response, **typed: str) -> httpx.Response | str:
        """The form of the page with what is typed into it."""
        action = re.search(r'<form[^>]*action="([^"]+)"', page.text)
        assert action, page.text
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        return self._follow(self.http.post(urljoin(str(page.url), html.unescape(action[1])), data={**hidden, **typed}))

    def _follow(self, answer: httpx.Response) -> httpx.Response | str:
        while answer.is_redirect:
            address = urljoin(str(answer.url), answer.headers["Location"])
            if address.startswith(DOOR):
                return address.removeprefix("http://testserver")
            answer = self.http.get(address)
        return answer
