from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("insurers", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="insurer",
            name="closed_days",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="insurer",
            name="login_limits",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="insurer",
            name="max_sessions",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="insurer",
            name="passkeys_allowed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="insurer",
            name="password_history",
            field=models.PositiveSmallIntegerField(default=5),
        ),
        migrations.AddField(
            model_name="insurer",
            name="time_zone",
            field=models.CharField(default="Europe/Brussels", max_length=40),
        ),
        migrations.AddConstraint(
            model_name="insurer",
            constraint=models.CheckConstraint(
                condition=models.Q(("password_history__lte", 24)), name="password_history_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="insurer",
            constraint=models.CheckConstraint(
                condition=models.Q(("max_sessions__isnull", True), ("max_sessions__gte", 1), _connector="OR"),
                name="at_least_one_session",
            ),
        ),
    ]
