import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import accident_manager.crypto.fields
import accident_manager.foundation.scope
import accident_manager.policies.models
import accident_manager.storage.ids
from accident_manager.storage.protection import ProtectByInsurer


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        # Exclusion constraints that compare ids and periods at once need it; a trusted extension, the database's owner may make it.
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gist", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Employer",
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
                ("kbo_number", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=200)),
                ("street", models.CharField(max_length=100)),
                ("house_number", models.CharField(blank=True, max_length=12)),
                ("postcode", models.CharField(max_length=10)),
                ("municipality", models.CharField(max_length=80)),
                ("activity", models.CharField(blank=True, max_length=200)),
                ("nace", models.CharField(blank=True, max_length=7)),
                ("size", models.CharField(blank=True, max_length=10)),
                ("nsso_number", models.CharField(blank=True, max_length=12)),
                ("language", models.CharField(default="fr", max_length=2)),
                ("contact_name", accident_manager.crypto.fields.EncryptedText(blank=True, default="")),
                ("contact_phone", accident_manager.crypto.fields.EncryptedText(blank=True, default="")),
                ("contact_email", accident_manager.crypto.fields.EncryptedText(blank=True, default="")),
                ("iban", accident_manager.crypto.fields.EncryptedText(blank=True, default="")),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["insurer_id", "name"], name="employer_by_name")],
                "constraints": [
                    models.UniqueConstraint(fields=("insurer_id", "kbo_number"), name="employer_once_per_insurer")
                ],
            },
        ),
        migrations.CreateModel(
            name="EstablishmentUnit",
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
                ("number", models.CharField(max_length=10)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("street", models.CharField(max_length=100)),
                ("house_number", models.CharField(blank=True, max_length=12)),
                ("postcode", models.CharField(max_length=10)),
                ("municipality", models.CharField(max_length=80)),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="units", to="policies.employer"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("insurer_id", "number"), name="unit_once_per_insurer")],
            },
        ),
        migrations.CreateModel(
            name="Policy",
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
                ("number", models.CharField(max_length=20)),
                (
                    "law",
                    models.CharField(
                        choices=[("private_1971", "Private 1971"), ("public_1967", "Public 1967")], max_length=12
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="policies", to="policies.employer"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["insurer_id", "number"], name="policy_by_number")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="policy_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("law__in", ["private_1971", "public_1967"])), name="policy_has_a_known_law"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("insurer_id", "="),
                            ("employer", "="),
                            ("law", "="),
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
                        name="one_policy_a_day",
                    ),
                ],
            },
        ),
        ProtectByInsurer("policies_employer"),
        ProtectByInsurer("policies_establishmentunit"),
        ProtectByInsurer("policies_policy"),
    ]
