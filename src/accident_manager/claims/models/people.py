"""The people to whom accidents happened."""

from django.db import models

from accident_manager.crypto import index
from accident_manager.crypto.fields import EncryptedDate, EncryptedText
from accident_manager.storage.models import InsurerOwned


class Person(InsurerOwned):
    """A victim as last declared. Found again by his national number's token and by the tokens of his name only."""

    niss = EncryptedText(blank=True, default="")
    last_name = EncryptedText()
    first_name = EncryptedText()
    birth_date = EncryptedDate(null=True)
    sex = EncryptedText(blank=True, default="")
    street = EncryptedText(blank=True, default="")
    postcode = EncryptedText(blank=True, default="")
    municipality = EncryptedText(blank=True, default="")
    country = EncryptedText(blank=True, default="")
    phone = EncryptedText(blank=True, default="")
    email = EncryptedText(blank=True, default="")
    iban = EncryptedText(blank=True, default="")
    # The language of his letters; says nothing about who he is.
    language = models.CharField(max_length=2, default="fr")
    niss_token = models.BinaryField(null=True, blank=True)
    name_tokens = index.tokens_field()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insurer_id", "niss_token"], name="person_once_per_insurer"),
        ]
        indexes = [index.tokens_index("name_tokens", name="person_by_name")]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


# Made by the migration; `crypto.index.ranked_ids` calls it.
FIND_PEOPLE = "claims_find_people"


def person_token(niss_digits: str) -> bytes:
    """The keyed token by which the person with this national number (eleven digits) is found, and a victim's account
    knows him.
    """
    return index.exact_token("person.niss", niss_digits)
