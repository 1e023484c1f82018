import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accident_manager.crypto.fields
import accident_manager.foundation.clock
import accident_manager.foundation.scope
import accident_manager.storage.ids
from accident_manager.storage.protection import ProtectByInsurer


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
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
                ("email", accident_manager.crypto.fields.EncryptedText()),
                ("email_token", models.BinaryField(max_length=32)),
                ("first_name", accident_manager.crypto.fields.EncryptedText()),
                ("last_name", accident_manager.crypto.fields.EncryptedText()),
                ("language", models.CharField(max_length=2)),
                ("state", models.CharField(default="active", max_length=10)),
                ("credentials_version", models.PositiveIntegerField(default=1)),
                ("password_changed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("insurer_id", "email_token"), name="one_account_an_address_and_insurer"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["active", "blocked"])), name="account_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["fr", "nl", "de", "en"])), name="account_language_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Device",
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
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("credentials_version", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
                ("last_used_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("ip", accident_manager.crypto.fields.EncryptedText(default="")),
                ("user_agent", accident_manager.crypto.fields.EncryptedText(default="")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Mail",
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
                ("kind", models.CharField(max_length=60)),
                ("recipient", accident_manager.crypto.fields.EncryptedText()),
                ("language", models.CharField(max_length=2)),
                ("subject", accident_manager.crypto.fields.EncryptedText()),
                ("text", accident_manager.crypto.fields.EncryptedText()),
                ("html", accident_manager.crypto.fields.EncryptedText()),
                ("status", models.CharField(default="queued", max_length=10)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(db_index=True, default=accident_manager.foundation.clock.now)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MailAttachment",
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
                ("name", accident_manager.crypto.fields.EncryptedText()),
                ("media_type", models.CharField(max_length=100)),
                ("content", accident_manager.crypto.fields.EncryptedBytes()),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="identity.mail"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PasswordFailures",
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
                ("pair_token", models.BinaryField(max_length=32)),
                ("email_token", models.BinaryField(max_length=32)),
                ("count", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField(db_index=True, default=accident_manager.foundation.clock.now)),
                ("blocked_until", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["insurer_id", "email_token"], name="failures_by_address")],
                "constraints": [models.UniqueConstraint(fields=("insurer_id", "pair_token"), name="one_count_a_pair")],
            },
        ),
        migrations.CreateModel(
            name="PasswordLink",
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
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("ip_token", models.BinaryField(max_length=32)),
                ("created_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("used", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
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
                ("code_hash", models.BinaryField(max_length=32)),
                ("kept_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Session",
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
                ("key_hash", models.BinaryField(max_length=32, unique=True)),
                ("data", models.TextField()),
                ("created_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
                ("last_seen_at", models.DateTimeField(db_index=True, default=accident_manager.foundation.clock.now)),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("ip", accident_manager.crypto.fields.EncryptedText(default="")),
                ("user_agent", accident_manager.crypto.fields.EncryptedText(default="")),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Authenticator",
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
                ("secret", accident_manager.crypto.fields.EncryptedBytes()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("drift", models.SmallIntegerField(default=0)),
                ("last_step", models.BigIntegerField(default=-1)),
                ("last_used_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", False)),
                        fields=("account",),
                        name="one_confirmed_authenticator",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CodeFailures",
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
                ("kind", models.CharField(max_length=10)),
                ("in_a_row", models.PositiveIntegerField(default=0)),
                ("waits_until", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "kind"), name="one_count_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["code", "recovery"])), name="kind_of_code_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
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
                ("role", models.CharField(max_length=20)),
                ("employer_id", models.UUIDField(null=True)),
                ("person_niss_token", models.BinaryField(max_length=32, null=True)),
                ("valid_from", models.DateField(default=accident_manager.foundation.clock.today)),
                ("valid_until", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "declarer",
                                    "prevention_adviser",
                                    "handler",
                                    "team_lead",
                                    "medical_adviser",
                                    "support",
                                    "administrator",
                                    "victim",
                                    "auditor",
                                ],
                            )
                        ),
                        name="grant_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="grant_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("employer_id__isnull", False),
                            models.Q(("role__in", ["declarer", "prevention_adviser"]), _negated=True),
                            _connector="OR",
                        ),
                        name="grant_at_an_employer_names_it",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["queued", "sent", "failed"])), name="mail_status_is_known"
            ),
        ),
        ProtectByInsurer("identity_account"),
        ProtectByInsurer("identity_authenticator"),
        ProtectByInsurer("identity_codefailures"),
        ProtectByInsurer("identity_device"),
        ProtectByInsurer("identity_grant"),
        ProtectByInsurer("identity_mail"),
        ProtectByInsurer("identity_mailattachment"),
        ProtectByInsurer("identity_passwordfailures"),
        ProtectByInsurer("identity_passwordlink"),
        ProtectByInsurer("identity_recoverycode"),
        ProtectByInsurer("identity_session"),
    ]
