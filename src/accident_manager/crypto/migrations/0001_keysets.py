from django.db import migrations, models

import accident_manager.foundation.clock
import accident_manager.foundation.scope
import accident_manager.storage.ids
from accident_manager.storage.protection import ProtectByInsurer

# The start-up check tries the keys of every insurer, one scope after the other; it needs their ids and nothing else.
INSURERS_WITH_KEYS = """
CREATE FUNCTION crypto_insurers_with_keys() RETURNS TABLE (insurer_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT DISTINCT k.insurer_id FROM crypto_keyset k ORDER BY 1 $$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Keyset",
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
                ("purpose", models.CharField(choices=[("aead", "Aead"), ("prf", "Prf")], max_length=4)),
                ("wrapped", models.BinaryField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
                ("changed_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("insurer_id", "purpose"), name="crypto_one_keyset_per_purpose")
                ],
            },
        ),
        migrations.CreateModel(
            name="Rotation",
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
                ("key_id", models.BigIntegerField()),
                ("started_at", models.DateTimeField(default=accident_manager.foundation.clock.now)),
                ("table", models.CharField(default="", max_length=63)),
                ("after", models.CharField(default="", max_length=64)),
                ("resealed", models.PositiveBigIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at__isnull", True)),
                        fields=("insurer_id",),
                        name="crypto_one_rotation_at_a_time",
                    )
                ],
            },
        ),
        ProtectByInsurer("crypto_keyset"),
        ProtectByInsurer("crypto_rotation"),
        migrations.RunSQL(INSURERS_WITH_KEYS, "DROP FUNCTION crypto_insurers_with_keys()"),
        migrations.RunSQL(
            """
            REVOKE ALL ON FUNCTION crypto_insurers_with_keys() FROM PUBLIC;
            DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acm_app') THEN
                GRANT EXECUTE ON FUNCTION crypto_insurers_with_keys() TO acm_app;
            END IF; END $$
            """,
            migrations.RunSQL.noop,
        ),
    ]
