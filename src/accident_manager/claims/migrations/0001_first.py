import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import accident_manager.crypto.fields
import accident_manager.foundation.scope
import accident_manager.policies.models
import accident_manager.storage.ids
from accident_manager.crypto.search import SearchFunction
from accident_manager.storage.protection import ProtectByInsurer


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("policies", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accident_manager.storage.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "insurer_id",
                    models.UUIDField(
                        db_index=True, default=accident_manager.foundation.scope.current_or_none, editable=False
                    ),
                ),
                ("number", models.CharField(max_length=12)),
                (
                    "scheme",
                    models.CharField(
                        choices=[("private_1971", "Private 1971"), ("public_1967", "Public 1967")], max_length=12
                    ),
                ),
                ("policy_problem", models.CharField(blank=True, max_length=40)),
                ("accident_on", models.DateField()),
                ("accident_at", models.TimeField(blank=True, null=True)),
                ("received_at", models.DateTimeField()),
                ("received_on", models.DateField()),
                ("declare_by", models.DateField(blank=True, null=True)),
                ("days_late", models.PositiveIntegerField(default=0)),
                ("decision_counts_from", models.DateField()),
                ("decide_by", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("information_requested", "Information Requested"),
                            ("in_doubt", "In Doubt"),
                            ("refusal_proposed", "Refusal Proposed"),
                            ("acceptance_prepared", "Acceptance Prepared"),
                            ("refusal_prepared", "Refusal Prepared"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                        ],
                        default="received",
                        max_length=24,
                    ),
                ),
                ("status_since", models.DateTimeField()),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("handler", models.UUIDField(blank=True, null=True)),
                ("serious_proposed", models.BooleanField(default=False)),
                ("declared_name", accident_manager.crypto.fields.EncryptedText(blank=True, default="")),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policies.employer"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.policy",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.establishmentunit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accident_manager.storage.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "insurer_id",
                    models.UUIDField(
                        db_index=True, default=accident_manager.foundation.scope.current_or_none, editable=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("doubt", "Doubt"),
                            ("information", "Information"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("confirmed", "Confirmed"), ("withdrawn", "Withdrawn")],
                        max_length=10,
                    ),
                ),
                ("reasons", accident_manager.crypto.fields.EncryptedJSON(default=dict)),
                ("by_authority", models.BooleanField(default=False)),
                ("proposed_by", models.UUIDField()),
                ("proposed_at", models.DateTimeField()),
                ("confirmed_by", models.UUIDField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="claims.claim"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accident_manager.storage.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "insurer_id",
                    models.UUIDField(
                        db_index=True, default=accident_manager.foundation.scope.current_or_none, editable=False
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("content", accident_manager.crypto.fields.EncryptedText()),
                ("content_hash", models.CharField(max_length=64)),
                ("submission_key", models.UUIDField()),
                ("language", models.CharField(max_length=2)),
                ("sent_by", models.UUIDField()),
                ("sent_at", models.DateTimeField()),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="declarations", to="claims.claim"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accident_manager.storage.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "insurer_id",
                    models.UUIDField(
                        db_index=True, default=accident_manager.foundation.scope.current_or_none, editable=False
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[("private_1971", "Private 1971"), ("public_1967", "Public 1967")], max_length=12
                    ),
                ),
                ("answers", accident_manager.crypto.fields.EncryptedJSON(default=dict)),
                ("field_versions", models.JSONField(default=dict)),
                ("earlier", accident_manager.crypto.fields.EncryptedJSON(default=dict)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("sent", "Sent"), ("discarded", "Discarded")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("created_by", models.UUIDField()),
                ("updated_by", models.UUIDField()),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "claim",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="claims.claim",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policies.employer"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accident_manager.storage.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "insurer_id",
                    models.UUIDField(
                        db_index=True, default=accident_manager.foundation.scope.current_or_none, editable=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("certificate", "Certificate"),
                            ("attachment", "Attachment"),
                            ("declaration", "Declaration"),
                            ("receipt", "Receipt"),
                            ("letter", "Letter"),
                        ],
                        max_length=12,
                    ),
                ),
                ("filename", accident_manager.crypto.fields.EncryptedText()),
                ("media_type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content", accident_manager.crypto.fields.EncryptedBytes()),
                ("medical", models.BooleanField(default=False)),
                ("language", models.CharField(blank=True, max_length=2)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), default=list, size=None
                    ),
                ),
                ("created_by", models.UUIDField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="claims.claim",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="claims.draft",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Incapacity",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accident_manager.storage.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "insurer_id",
                    models.UUIDField(
                        db_index=True, default=accident_manager.foundation.scope.current_or_none, editable=False
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("total", "Total"), ("partial", "Partial")], default="total", max_length=8
                    ),
                ),
                ("percent", models.PositiveSmallIntegerField(default=100)),
                ("entered_by", models.UUIDField()),
                ("entered_at", models.DateTimeField()),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="incapacities", to="claims.claim"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InformationRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accident_manager.storage.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "insurer_id",
                    models.UUIDField(
                        db_index=True, default=accident_manager.foundation.scope.current_or_none, editable=False
                    ),
                ),
                ("asked_of", models.CharField(max_length=12)),
                ("content", accident_manager.crypto.fields.EncryptedJSON(default=dict)),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("answer_by", models.DateField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="claims.claim"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accident_manager.storage.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "insurer_id",
                    models.UUIDField(
                        db_index=True, default=accident_manager.foundation.scope.current_or_none, editable=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("declaration_copy", "Declaration Copy"),
                            ("information", "Information"),
                            ("accepted", "Accepted"),
                            ("doubt", "Doubt"),
                            ("refused", "Refused"),
                            ("advice", "Advice"),
                        ],
                        max_length=20,
                    ),
                ),
                ("receiver", models.CharField(default="victim", max_length=12)),
                ("language", models.CharField(max_length=2)),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "Due"), ("made", "Made"), ("sent", "Sent")], default="due", max_length=6
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="claims.claim"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="claims.decision",
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
                        to="claims.document",
                    ),
                ),
                (
                    "information",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="claims.informationrequest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accident_manager.storage.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "insurer_id",
                    models.UUIDField(
                        db_index=True, default=accident_manager.foundation.scope.current_or_none, editable=False
                    ),
                ),
                ("niss", accident_manager.crypto.fields.EncryptedText(blank=True, default="")),
                ("last_name", accident_manager.crypto.fields.EncryptedText()),
                ("first_name", accident_manager.crypto.fields.EncryptedText()),
                ("birth_date", accident_manager.crypto.fields.EncryptedDate(null=True)),
                ("sex", accident_manager.crypto.fields.EncryptedText(blank=True, default="")),
                ("street", accident_manager.crypto.fields.EncryptedText(blank=True, default="")),
                ("postcode", accident_manager.crypto.fields.EncryptedText(blank=True, default="")),
                ("municipality", accident_manager.crypto.fields.EncryptedText(blank=True, default="")),
                ("country", accident_manager.crypto.fields.EncryptedText(blank=True, default="")),
                ("phone", accident_manager.crypto.fields.EncryptedText(blank=True, default="")),
                ("email", accident_manager.crypto.fields.EncryptedText(blank=True, default="")),
                ("iban", accident_manager.crypto.fields.EncryptedText(blank=True, default="")),
                ("language", models.CharField(default="fr", max_length=2)),
                ("niss_token", models.BinaryField(blank=True, null=True)),
                (
                    "name_tokens",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["name_tokens"], name="person_by_name"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("insurer_id", "niss_token"), name="person_once_per_insurer")
                ],
            },
        ),
        migrations.AddField(
            model_name="claim",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="claims.person"
            ),
        ),
        migrations.CreateModel(
            name="RunningNumber",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accident_manager.storage.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "insurer_id",
                    models.UUIDField(
                        db_index=True, default=accident_manager.foundation.scope.current_or_none, editable=False
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("insurer_id", "year"), name="one_counter_a_year")],
            },
        ),
        migrations.CreateModel(
            name="WageBase",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accident_manager.storage.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "insurer_id",
                    models.UUIDField(
                        db_index=True, default=accident_manager.foundation.scope.current_or_none, editable=False
                    ),
                ),
                ("components", accident_manager.crypto.fields.EncryptedJSON(default=dict)),
                ("base", accident_manager.crypto.fields.EncryptedText()),
                ("explained", accident_manager.crypto.fields.EncryptedJSON(default=dict)),
                ("current", models.BooleanField(default=True)),
                ("entered_by", models.UUIDField()),
                ("entered_at", models.DateTimeField()),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wage_bases", to="claims.claim"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Allowance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accident_manager.storage.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "insurer_id",
                    models.UUIDField(
                        db_index=True, default=accident_manager.foundation.scope.current_or_none, editable=False
                    ),
                ),
                ("explained", accident_manager.crypto.fields.EncryptedJSON(default=dict)),
                ("total", accident_manager.crypto.fields.EncryptedText()),
                ("provisional", models.BooleanField(default=False)),
                ("current", models.BooleanField(default=True)),
                ("calculated_by", models.UUIDField()),
                ("calculated_at", models.DateTimeField()),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allowances", to="claims.claim"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)), fields=("claim",), name="one_current_allowance"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "refused"), ("stage", "confirmed"), _negated=True),
                    ("confirmed_by__isnull", False),
                    _connector="OR",
                ),
                name="refusal_is_confirmed_by_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "refused"), _negated=True),
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="refusal_needs_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage", "proposed")), fields=("claim",), name="one_open_proposal"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["accepted", "refused"]), ("stage", "confirmed")),
                fields=("claim",),
                name="one_final_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.UniqueConstraint(fields=("insurer_id", "submission_key"), name="submission_once"),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.UniqueConstraint(fields=("claim", "version"), name="declaration_version_once"),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["insurer_id", "employer", "-updated_at"],
                name="draft_open_by_employer",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claim__isnull", False), ("state", "sent")),
                    models.Q(models.Q(("state", "sent"), _negated=True), ("claim__isnull", True)),
                    _connector="OR",
                ),
                name="sent_draft_has_its_file",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["claim", "created_at"], name="document_by_file"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("claim__isnull", False), ("draft__isnull", False), _connector="OR"),
                name="document_belongs_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["declaration", "receipt"])),
                fields=("claim", "kind", "language"),
                name="one_declaration_paper_a_language",
            ),
        ),
        migrations.AddConstraint(
            model_name="incapacity",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="incapacity_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="incapacity",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__gte", 1), ("percent__lte", 100)),
                name="incapacity_percent_between_1_and_100",
            ),
        ),
        migrations.AddConstraint(
            model_name="incapacity",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("claim", "="),
                    (
                        accident_manager.policies.models.DateRange(
                            "starts_on",
                            "ends_on",
                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                inclusive_lower=True, inclusive_upper=True
                            ),
                        ),
                        "&&",
                    ),
                ],
                name="one_incapacity_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="informationrequest",
            index=models.Index(
                condition=models.Q(("answered_at__isnull", True)), fields=["claim"], name="request_open_by_file"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                fields=("claim", "kind", "receiver", "decision", "information"),
                name="letter_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document__isnull", True), ("state", "due")),
                    models.Q(models.Q(("state", "due"), _negated=True), ("document__isnull", False)),
                    _connector="OR",
                ),
                name="made_letter_has_its_paper",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("decided_on__isnull", True)),
                fields=["insurer_id", "decide_by", "id"],
                name="file_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("decided_on__isnull", True)),
                fields=["insurer_id", "status", "decide_by", "id"],
                name="file_queue_by_status",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("decided_on__isnull", True)),
                fields=["insurer_id", "handler", "decide_by", "id"],
                name="file_queue_by_handler",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["insurer_id", "employer", "-received_at", "-id"], name="file_by_employer"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["insurer_id", "-received_at", "-id"], name="file_by_receipt"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(fields=("insurer_id", "number"), name="file_number_once_per_insurer"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "received",
                            "information_requested",
                            "in_doubt",
                            "refusal_proposed",
                            "acceptance_prepared",
                            "refusal_prepared",
                            "accepted",
                            "refused",
                        ],
                    )
                ),
                name="file_has_a_known_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("scheme__in", ["private_1971", "public_1967"])), name="file_has_a_known_scheme"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_on__isnull", False), ("status__in", ["accepted", "refused"])),
                    models.Q(
                        models.Q(("status__in", ["accepted", "refused"]), _negated=True), ("decided_on__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="decided_file_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("received_on__gte", models.F("accident_on"))), name="file_received_after_accident"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("policy__isnull", True), ("policy_problem", ""), _connector="OR"),
                name="file_has_policy_or_problem",
            ),
        ),
        migrations.AddConstraint(
            model_name="wagebase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("current", True)), fields=("claim",), name="one_current_wage_base"
            ),
        ),
        ProtectByInsurer("claims_person"),
        ProtectByInsurer("claims_draft"),
        ProtectByInsurer("claims_runningnumber"),
        ProtectByInsurer("claims_claim"),
        ProtectByInsurer("claims_declaration"),
        ProtectByInsurer("claims_document"),
        ProtectByInsurer("claims_letter"),
        ProtectByInsurer("claims_informationrequest"),
        ProtectByInsurer("claims_decision"),
        ProtectByInsurer("claims_wagebase"),
        ProtectByInsurer("claims_incapacity"),
        ProtectByInsurer("claims_allowance"),
        SearchFunction("claims_find_people", "claims_person", "name_tokens"),
    ]
