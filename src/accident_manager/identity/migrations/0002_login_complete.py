import django.contrib.postgres.fields
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
        ("identity", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="invited_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="codefailures",
            name="recent",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name="session",
            name="factor",
            field=models.CharField(default="", max_length=10),
        ),
        migrations.CreateModel(
            name="AccountImport",
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
                ("content", accident_manager.crypto.fields.EncryptedBytes()),
                ("created_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "by_account",
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
            name="FormerPassword",
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
                ("password", models.CharField(max_length=128)),
                ("replaced_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
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
            name="Pace",
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
                ("key_token", models.BinaryField(max_length=32)),
                ("left", models.FloatField()),
                ("at", models.DateTimeField(db_index=True, default=accident_manager.foundation.clock.now)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("insurer_id", "key_token"), name="one_pace_a_key")],
            },
        ),
        migrations.CreateModel(
            name="UnblockLink",
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
                ("pair_token", models.BinaryField(max_length=32)),
                ("created_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
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
            name="Passkey",
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
                ("credential", accident_manager.crypto.fields.EncryptedBytes()),
                ("credential_token", models.BinaryField(max_length=32)),
                ("public_key", accident_manager.crypto.fields.EncryptedBytes()),
                ("sign_count", models.BigIntegerField(default=0)),
                ("transports", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("insurer_id", "credential_token"), name="one_row_a_passkey")
                ],
            },
        ),
        ProtectByInsurer("identity_accountimport"),
        ProtectByInsurer("identity_formerpassword"),
        ProtectByInsurer("identity_pace"),
        ProtectByInsurer("identity_passkey"),
        ProtectByInsurer("identity_unblocklink"),
    ]
