from django.db import migrations, models

import accident_manager.foundation.clock
import accident_manager.foundation.scope
import accident_manager.storage.ids
from accident_manager.storage.protection import ProtectByInsurer


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0005_auth0"),
    ]

    operations = [
        migrations.AddField(
            model_name="externalsubject",
            name="came_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="LogoutTold",
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
                ("token_hash", models.BinaryField(max_length=32)),
                ("told_at", models.DateTimeField(db_index=True, default=accident_manager.foundation.clock.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("insurer_id", "token_hash"), name="one_row_a_logout_told")
                ],
            },
        ),
        ProtectByInsurer("identity_logouttold"),
    ]
