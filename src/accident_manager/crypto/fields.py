"""Model fields whose columns hold ciphertext (bytea) and whose values on an instance are plain.

A value is sealed with the insurer's key when its row is saved, with the row's identity as associated data, and opened
when it is first read, not when it is loaded. A ciphertext that was copied to another row, column, table or insurer
does not open. Nothing is found by a sealed value: `filter` and `update` with a plain one raise TypeError (`index`
makes tokens to find by); `bulk_create` seals, `bulk_update` does not.
"""

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from accident_manager.crypto import keys
from accident_manager.foundation import scope

_Set = TypeVar("_Set")
_Get = TypeVar("_Get")

if TYPE_CHECKING:

    class _Field(models.Field[_Set, _Get]): ...

else:

    class _Field(models.Field, Generic[_Set, _Get]):
        """Django's field has type parameters only for the type checker."""


_UNOPENED = object()


class Ciphertext(bytes):
    """What may be written to an encrypted column."""


class Sealed:
    """A value as it came from the database, opened when somebody asks."""

    __slots__ = ("_serialised", "_value", "ciphertext", "field", "row_id")

    def __init__(self, field: "Encrypted", ciphertext: bytes) -> None:
        self.field = field
        self.ciphertext = ciphertext
        # The row it was read from; None until an instance holds it (`values()` has no instance).
        self.row_id: Any = None
        self._value: Any = _UNOPENED
        self._serialised = b""

    def open(self, row_id: Any = None) -> Any:
        """The plain value; `row_id` names the row when it was read with `values()`. CannotOpen."""
        if self._value is _UNOPENED:
            self.row_id = self.row_id or row_id
            ring = keys.keyring_that_opens(self.ciphertext)
            self._serialised = ring.open(self.ciphertext, self.field.associated_data(self.row_id))
            self._value = self.field.parse(self._serialised)
        return self._value

    def is_unchanged(self) -> bool:
        """True unless somebody changed the opened value in place, as one can with JSON."""
        return self._value is _UNOPENED or self.field.serialise(self._value) == self._serialised

    def is_under_primary_key(self) -> bool:
        """False for what was read before a rotation: written back as it is, it would keep the old key in use."""
        return keys.key_id_of(self.ciphertext) == keys.keyring_for_sealing().primary_id

    def __repr__(self) -> str:
        return f"<sealed {self.field}>"


class _OpensWhenRead(DeferredAttribute):
    field: "Encrypted"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        return value.open() if isinstance(value, Sealed) else value

    def __set__(self, instance: Any, value: Any) -> None:
        if isinstance(value, Sealed) and value.row_id is None:
            value.row_id = instance.pk
        instance.__dict__[self.field.attname] = value


class Encrypted(_Field[_Set, _Get]):
    """What the encrypted fields have in common; `parse` and `serialise` turn the plain value into bytes and back."""

    descriptor_class = _OpensWhenRead
    empty_strings_allowed = False
    plain_type: type
    column: str

    def parse(self, data: bytes) -> Any:
        raise NotImplementedError

    def serialise(self, value: Any) -> bytes:
        raise NotImplementedError

    def associated_data(self, row_id: Any) -> bytes:
        """The one place where a ciphertext of this field opens."""
        if row_id is None:
            raise TypeError(f"{self} is sealed for its row: the row needs its id first")
        return f"{scope.current()}|{self.model._meta.db_table}|{row_id}|{self.column}".encode()

    def seal(self, value: Any, row_id: Any) -> Ciphertext:
        """The ciphertext of a plain value for this row. TypeError for a value of another type."""
        if not isinstance(value, self.plain_type):
            raise TypeError(f"{self} takes {self.plain_type.__name__}, not {type(value).__name__}")
        ring = keys.keyring_for_sealing()
        return Ciphertext(ring.seal(self.serialise(value), self.associated_data(row_id)))

    def db_type(self, connection: Any) -> str:
        return "bytea"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(self, bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Ciphertext | None:
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Sealed):
            if value.row_id == model_instance.pk and value.is_unchanged() and value.is_under_primary_key():
                return Ciphertext(value.ciphertext)
            value = value.open()
        return None if value is None else self.seal(value, model_instance.pk)

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, Ciphertext):
            return value
        raise TypeError(
            f"{self} is encrypted: no row is found or changed by its plain value. Save the instance or search by token."
        )

    def get_lookup(self, lookup_name: str) -> Any:
        # "exact" is how Django asks for None; with a plain value `get_prep_value` refuses it.
        if lookup_name not in {"isnull", "exact"}:
            raise TypeError(f"{self} is encrypted: it cannot be searched with '{lookup_name}'. Search by a token.")
        return super().get_lookup(lookup_name)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = self.get_prep_value(value)
        return None if value is None else bytes(value)


class EncryptedText(Encrypted[_Set, _Get]):
    plain_type = str
    _pyi_private_set_type: str
    _pyi_private_get_type: str

    def parse(self, data: bytes) -> str:
        return data.decode()

    def serialise(self, value: str) -> bytes:
        return value.encode()


class EncryptedDate(Encrypted[_Set, _Get]):
    """A day, without a time."""

    plain_type = date
    _pyi_private_set_type: date
    _pyi_private_get_type: date

    def parse(self, data: bytes) -> date:
        return date.fromisoformat(data.decode())

    def serialise(self, value: date) -> bytes:
        if isinstance(value, datetime):
            raise TypeError(f"{self} takes a day, not an instant")
        return value.isoformat().encode()


class EncryptedJSON(Encrypted[_Set, _Get]):
    """What JSON can say: texts, numbers, yes and no, lists, mappings with text keys."""

    plain_type = object
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def parse(self, data: bytes) -> Any:
        return json.loads(data)

    def serialise(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


class EncryptedBytes(Encrypted[_Set, _Get]):
    plain_type = bytes
    _pyi_private_set_type: bytes
    _pyi_private_get_type: bytes

    def parse(self, data: bytes) -> bytes:
        return data

    def serialise(self, value: bytes) -> bytes:
        return value
