"""Sessions kept in PostgreSQL, per insurer, under a hash of their key; they end after idle and absolute limits.

The limits are the insurer's (at most 60 minutes and 12 hours). "Last seen" is written at most once a minute.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, SessionBase, UpdateError
from django.core import signing
from django.db import DatabaseError, transaction
from django.utils.crypto import get_random_string

from accident_manager.foundation import clock, scope
from accident_manager.identity.models import Session
from accident_manager.insurers import queries as insurers
from accident_manager.storage import rows

_SEEN_EVERY = timedelta(minutes=1)
_living = rows.Find(
    Session,
    "key_hash = %(key)s AND expires_at > %(now)s AND created_at > %(oldest)s AND last_seen_at > %(seen_after)s",
)
_make = rows.Make(Session)


def key_hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


class SessionStore(SessionBase):
    """Django's session, on our table. Outside an insurer's door there are no sessions: it stays empty and unsaved."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._row: Session | None = None
        # The row that the next one takes the place of, when it is saved.
        self._replaced: Session | None = None
        self._ip = self._user_agent = self._factor = ""
        self._sid_token: bytes | None = None
        self._described = False
        self._saved = ""

    def describe(self, *, ip: str, user_agent: str, factor: str = "") -> None:
        """From where this session is used and how the second factor was given, for the list on the account page."""
        self._ip, self._user_agent, self._factor = ip, user_agent, factor
        self._described = self.modified = True

    def belongs_to(self, sid_token: bytes) -> None:
        """The session elsewhere that it came from, as a keyed token: when that one ends, this one does."""
        self._sid_token = sid_token

    def take(self, name: str, key: str) -> Any:
        """Take one value out of a dict that is kept here, for good; of two requests at once only one gets it."""
        self._get_session()  # type: ignore[attr-defined]
        if self._row is None:
            return None
        with transaction.atomic():
            row = Session.objects.select_for_update(no_key=True).filter(pk=self._row.pk).first()
            data = self.decode(row.data) if row else {}
            found = data.get(name, {}).pop(key, None)
            if row is not None and found is not None:
                Session.objects.filter(pk=row.pk).update(data=self.encode(data))
        self._session_cache = data
        return found

    @property
    def row_id(self) -> Any:
        """The id of the row, None before it is saved. The key itself is known to the browser only."""
        self._get_session()  # type: ignore[attr-defined]
        return self._row.id if self._row else None

    @property
    def factor(self) -> str:
        """How the second factor of this session was given; empty before it is saved."""
        self._get_session()  # type: ignore[attr-defined]
        return self._row.factor if self._row else ""

    def load(self) -> dict[str, Any]:
        row = self._living_row()
        if row is None:
            self._session_key = None
            return {}
        self._row = row
        now = clock.now()
        if now - row.last_seen_at >= _SEEN_EVERY:
            row.last_seen_at = now
            Session.objects.filter(pk=row.pk).update(last_seen_at=now)
        return self.decode(row.data)

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(key_hash=key_hash(session_key)).exists()

    def create(self) -> None:
        self._session_key = self._get_new_session_key()
        self._row = None
        self.save(must_create=True)
        self.modified = True

    def cycle_key(self) -> None:
        """A new key and, when it is next saved, a new row in the place of the old one, which opens nothing any more."""
        self._get_session()  # type: ignore[attr-defined]
        self._session_key = self._get_new_session_key()
        self._row, self._replaced = None, self._row
        self.modified = True

    def renew_key(self) -> None:
        """A new key for the same session: its row, its age and its end stay; the old key opens nothing any more."""
        self._get_session()  # type: ignore[attr-defined]
        if self._row is None:
            return self.cycle_key()
        self._session_key = self._get_new_session_key()
        Session.objects.filter(pk=self._row.pk).update(key_hash=key_hash(self._session_key))
        self.modified = True
        return None

    def save(self, must_create: bool = False) -> None:
        if scope.current_or_none() is None:
            return None
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        plain = self.serializer().dumps(data).decode()
        if not must_create and self._row is not None and plain == self._saved and not self._described:
            return None
        values = {"data": self.encode(data), "account_id": data.get(SESSION_KEY)}
        if must_create or self._row is None:
            now = clock.now()
            self._row = Session(
                key_hash=key_hash(self.session_key),
                created_at=now,
                last_seen_at=now,
                expires_at=now + self._limits()[1],
                ip=self._ip,
                user_agent=self._user_agent,
                factor=self._factor,
                sid_token=self._sid_token,
                **values,
            )
            _make(self._row, instead_of=self._replaced)
            self._replaced = None
        elif self._described:
            self._row.ip, self._row.user_agent, self._row.factor = self._ip, self._user_agent, self._factor
            self._row.sid_token = self._sid_token or self._row.sid_token
            self._update(values, "ip", "user_agent", "factor", "sid_token")
        elif not Session.objects.filter(pk=self._row.pk).update(**values):
            raise UpdateError  # no row any more: the session was ended meanwhile
        self._saved, self._described = plain, False
        return None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None and scope.current_or_none() is not None:
            Session.objects.filter(key_hash=key_hash(key)).delete()

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Signed as Django signs it, but not compressed: a few hundred bytes are not worth the processor's time."""
        encoded: str = signing.dumps(session_dict, salt=self.key_salt, serializer=self.serializer)
        return encoded

    def get_expire_at_browser_close(self) -> bool:
        return True

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        return self._row.expires_at if self._row else clock.now() + self._limits()[1]

    @classmethod
    def clear_expired(cls) -> None:
        """Forget the ended sessions of the insurer in scope."""
        now = clock.now()
        Session.objects.filter(expires_at__lte=now).delete()
        Session.objects.filter(last_seen_at__lte=now - timedelta(hours=1)).delete()

    def _update(self, values: dict[str, Any], *also: str) -> None:
        assert self._row is not None
        for name, value in values.items():
            setattr(self._row, name, value)
        try:
            with transaction.atomic():
                self._row.save(force_update=True, update_fields=[*values, *also])
        except DatabaseError as problem:
            if type(problem) is DatabaseError:  # as above
                raise UpdateError from problem
            raise

    def _get_new_session_key(self) -> str:
        """32 random characters are not made twice; the unique index would refuse it."""
        return get_random_string(32, VALID_KEY_CHARS)

    def _living_row(self) -> Session | None:
        if self.session_key is None or scope.current_or_none() is None:
            return None
        now = clock.now()
        # Both limits as they are now: tightened, they count at once for sessions that are open.
        idle, absolute = self._limits()
        return _living(key=key_hash(self.session_key), now=now, oldest=now - absolute, seen_after=now - idle)

    @staticmethod
    def _limits() -> tuple[timedelta, timedelta]:
        insurer = insurers.by_id(scope.current())
        if insurer is None:
            return timedelta(minutes=60), timedelta(hours=12)
        return timedelta(minutes=insurer.session_idle_minutes), timedelta(hours=insurer.session_absolute_hours)
