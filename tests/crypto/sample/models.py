from django.db import models

from accident_manager.crypto import index
from accident_manager.crypto.fields import EncryptedBytes, EncryptedDate, EncryptedJSON, EncryptedText
from accident_manager.storage.models import InsurerOwned


class Person(InsurerOwned):
    name = EncryptedText()
    nickname = EncryptedText(null=True)
    born_on = EncryptedDate(null=True)
    details = EncryptedJSON(null=True)
    photo = EncryptedBytes(null=True)
    town = models.CharField(max_length=40, default="")
    name_tokens = index.tokens_field()

    class Meta:
        app_label = "sample"
        indexes = [index.tokens_index("name_tokens", name="sample_person_tokens")]


class Note(InsurerOwned):
    append_only = True

    text = EncryptedText()

    class Meta:
        app_label = "sample"
