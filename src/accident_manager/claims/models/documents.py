"""Papers of a file: what was sent to us and what we made."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accident_manager.claims.models.decisions import Decision, InformationRequest
from accident_manager.claims.models.drafts import Draft
from accident_manager.claims.models.files import Claim
from accident_manager.crypto.fields import EncryptedBytes, EncryptedText
from accident_manager.storage.models import InsurerOwned


class Document(InsurerOwned):
    """A paper with its content, of a draft until it is sent, then of the file.

    `audience` says who may open it ("insurer", "employer", "victim"); a medical one is opened by the medical adviser
    and the victim only, and by whoever added it while it is still in the draft. Lists must defer `content`.
    """

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate"
        ATTACHMENT = "attachment"
        DECLARATION = "declaration"
        RECEIPT = "receipt"
        LETTER = "letter"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    kind = models.CharField(max_length=12, choices=Kind)
    filename = EncryptedText()
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = EncryptedBytes()
    medical = models.BooleanField(default=False)
    language = models.CharField(max_length=2, blank=True)
    audience = ArrayField(models.CharField(max_length=10), default=list)
    created_by = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(claim__isnull=False) | Q(draft__isnull=False), name="document_belongs_somewhere"
            ),
            # A job that runs twice makes one paper.
            models.UniqueConstraint(
                fields=["claim", "kind", "language"],
                condition=Q(kind__in=["declaration", "receipt"]),
                name="one_declaration_paper_a_language",
            ),
        ]
        indexes = [models.Index(fields=["claim", "created_at"], name="document_by_file")]


class Letter(InsurerOwned):
    """A letter that must go out, and its paper once it is made."""

    class Kind(models.TextChoices):
        DECLARATION_COPY = "declaration_copy"
        INFORMATION = "information"
        ACCEPTED = "accepted"
        DOUBT = "doubt"
        REFUSED = "refused"
        # The public sector: what the insurer prepared, sent to the authority that decides (R62).
        ADVICE = "advice"

    class State(models.TextChoices):
        DUE = "due"
        MADE = "made"
        SENT = "sent"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="letters")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    information = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    # "victim", "employer", "authority", "fund" (health insurance) or "fedris".
    receiver = models.CharField(max_length=12, default="victim")
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=6, choices=State, default=State.DUE)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="letter")
    created_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "kind", "receiver", "decision", "information"],
                nulls_distinct=False,
                name="letter_once",
            ),
            models.CheckConstraint(
                condition=Q(state="due", document__isnull=True) | (~Q(state="due") & Q(document__isnull=False)),
                name="made_letter_has_its_paper",
            ),
        ]
