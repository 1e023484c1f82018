from django.db import migrations, models


class Migration(migrations.Migration):
    """The security journal looks for kinds of events, for who did them and for where they came from."""

    dependencies = [("audit", "0001_trail")]
    operations = [
        migrations.AddField("event", "ip_token", models.BinaryField(null=True)),
        migrations.AddIndex(
            "event", models.Index(fields=["insurer_id", "code", "-at", "-seq"], name="audit_event_kind")
        ),
        migrations.AddIndex(
            "event", models.Index(fields=["actor_account_id", "code", "-at", "-seq"], name="audit_event_actor")
        ),
        migrations.AddIndex(
            "event",
            models.Index(
                fields=["insurer_id", "ip_token", "code", "-at", "-seq"],
                name="audit_event_network",
                condition=models.Q(ip_token__isnull=False),
            ),
        ),
    ]
