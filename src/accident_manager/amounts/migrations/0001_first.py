from django.db import migrations, models
from django.db.models import Q

import accident_manager.foundation.scope
import accident_manager.storage.ids
from accident_manager.storage.protection import ProtectByInsurer

# The application adds notices and withdraws them; it has no right to change or delete one.
RIGHTS = """
DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acm_app') THEN
    REVOKE ALL ON amounts_officialnotice FROM acm_app;
    GRANT SELECT, INSERT, UPDATE (withdrawn_at, withdrawn_by_id) ON amounts_officialnotice TO acm_app;
END IF; END $$
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OfficialNotice",
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
                ("parameter", models.CharField(max_length=80)),
                ("valid_from", models.DateField()),
                ("value", models.DecimalField(decimal_places=4, max_digits=14)),
                ("source", models.CharField(max_length=300)),
                ("published_on", models.DateField()),
                ("added_by_id", models.UUIDField()),
                ("added_at", models.DateTimeField()),
                ("withdrawn_by_id", models.UUIDField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(withdrawn_at__isnull=True),
                        fields=("insurer_id", "parameter", "valid_from"),
                        name="one_notice_a_day_of_a_number",
                    ),
                    models.CheckConstraint(condition=Q(value__gte=0), name="notice_is_not_negative"),
                    models.CheckConstraint(
                        condition=Q(withdrawn_at__isnull=True, withdrawn_by_id__isnull=True)
                        | Q(withdrawn_at__isnull=False, withdrawn_by_id__isnull=False),
                        name="notice_withdrawn_by_somebody",
                    ),
                ],
            },
        ),
        ProtectByInsurer("amounts_officialnotice"),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
