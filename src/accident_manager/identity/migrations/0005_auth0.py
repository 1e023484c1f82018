import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accident_manager.crypto.fields
import accident_manager.foundation.clock
import accident_manager.foundation.scope
import accident_manager.storage.ids
from accident_manager.storage.protection import ProtectByInsurer


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0004_own"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="sid_token",
            field=models.BinaryField(db_index=True, max_length=32, null=True),
        ),
        migrations.CreateModel(
            name="Auth0LogPlace",
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
                ("domain", models.CharField(max_length=253)),
                ("checkpoint", models.CharField(blank=True, default="", max_length=128)),
                ("copied_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("insurer_id", "domain"), name="one_place_in_a_log")],
            },
        ),
        migrations.CreateModel(
            name="Auth0LogSeen",
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
                ("domain", models.CharField(max_length=253)),
                ("log_id", models.CharField(max_length=128)),
                ("seen_at", models.DateTimeField(db_index=True, default=accident_manager.foundation.clock.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("insurer_id", "domain", "log_id"), name="one_row_a_log_entry")
                ],
            },
        ),
        migrations.CreateModel(
            name="Auth0Tenant",
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
                ("domain", models.CharField(max_length=253)),
                ("custom_domain", models.CharField(blank=True, default="", max_length=253)),
                ("client_id", models.CharField(max_length=128)),
                ("client_secret", accident_manager.crypto.fields.EncryptedText(default="")),
                ("management_client_id", models.CharField(blank=True, default="", max_length=128)),
                ("management_client_secret", accident_manager.crypto.fields.EncryptedText(default="")),
                ("connection", models.CharField(max_length=128)),
                ("connection_id", models.CharField(blank=True, default="", max_length=64)),
                ("organization", models.CharField(blank=True, default="", max_length=64)),
                ("mfa_each_session", models.BooleanField(default=True)),
                ("jit", models.BooleanField(default=False)),
                ("back_channel", models.BooleanField(default=False)),
                ("emergency_embedded", models.BooleanField(default=False)),
                ("active", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("insurer_id",), name="one_auth0_tenant_an_insurer"),
                    models.CheckConstraint(
                        condition=models.Q(("emergency_embedded", False), ("active", True), _connector="OR"),
                        name="emergency_door_beside_an_active_tenant",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExternalSubject",
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
                ("issuer", models.CharField(max_length=300)),
                ("subject", accident_manager.crypto.fields.EncryptedText()),
                ("subject_token", models.BinaryField(max_length=32)),
                ("linked_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("insurer_id", "subject_token"), name="one_account_a_subject"),
                    models.UniqueConstraint(fields=("account", "issuer"), name="one_subject_an_account_and_issuer"),
                ],
            },
        ),
        ProtectByInsurer("identity_auth0tenant"),
        ProtectByInsurer("identity_externalsubject"),
        ProtectByInsurer("identity_auth0logplace"),
        ProtectByInsurer("identity_auth0logseen"),
    ]
