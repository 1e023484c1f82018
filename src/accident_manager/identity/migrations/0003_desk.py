import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accident_manager.foundation.scope
import accident_manager.storage.ids
from accident_manager.crypto.search import SearchFunction
from accident_manager.storage.protection import ProtectByInsurer


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0002_login_complete"),
    ]

    operations = [
        migrations.AddField(
            model_name="accountimport",
            name="rows",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="accountimport",
            name="rows_done",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="accountimport",
            name="outcome",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="accountimport",
            name="started_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="grant",
            name="withdrawn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="AccountName",
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
                    "name_tokens",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["name_tokens"], name="account_by_name"
                    )
                ],
            },
        ),
        ProtectByInsurer("identity_accountname"),
        SearchFunction("identity_find_accounts", "identity_accountname", "name_tokens"),
    ]
