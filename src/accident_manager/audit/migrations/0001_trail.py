from django.db import migrations, models

import accident_manager.crypto.fields
import accident_manager.foundation.scope
import accident_manager.storage.ids
from accident_manager.storage.protection import ProtectByInsurer

REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is only added to: % of % is refused', lower(TG_OP), TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""
TRIGGERS = """
CREATE TRIGGER audit_event_is_kept BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_event_is_not_emptied BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_chainhead_is_kept BEFORE DELETE ON audit_chainhead FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_chainhead_is_not_emptied BEFORE TRUNCATE ON audit_chainhead FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_chainhead_goes_on BEFORE UPDATE ON audit_chainhead FOR EACH ROW
    WHEN (NEW.seq <= OLD.seq OR NEW.insurer_id <> OLD.insurer_id) EXECUTE FUNCTION audit_refuse();
"""
# The application adds events and moves the head on; it has no right to more.
RIGHTS = """
DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acm_app') THEN
    REVOKE ALL ON audit_event, audit_chainhead FROM acm_app;
    GRANT SELECT, INSERT ON audit_event TO acm_app;
    GRANT SELECT, INSERT, UPDATE ON audit_chainhead TO acm_app;
END IF; END $$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("insurer_id", models.UUIDField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Event",
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
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("code", models.CharField(max_length=80)),
                ("actor_account_id", models.UUIDField(null=True)),
                ("actor_role", models.CharField(max_length=40)),
                ("on_behalf_of", models.UUIDField(null=True)),
                ("subject_kind", models.CharField(default="", max_length=40)),
                ("subject_id", models.UUIDField(null=True)),
                ("values", models.JSONField(default=dict)),
                ("origin", accident_manager.crypto.fields.EncryptedJSON()),
                ("previous_hash", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["subject_id", "-seq"], name="audit_event_subject")],
                "constraints": [models.UniqueConstraint(fields=("insurer_id", "seq"), name="audit_one_event_per_seq")],
            },
        ),
        ProtectByInsurer("audit_event"),
        ProtectByInsurer("audit_chainhead"),
        migrations.RunSQL(REFUSE, "DROP FUNCTION audit_refuse()"),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
