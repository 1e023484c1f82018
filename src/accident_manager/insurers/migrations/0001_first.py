from django.db import migrations, models

import accident_manager.insurers.models
import accident_manager.storage.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Insurer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accident_manager.storage.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("tagline", models.CharField(blank=True, max_length=120)),
                ("product_name", models.CharField(max_length=120)),
                ("login_name", models.CharField(default="accidentmanager", max_length=60)),
                ("reset_name", models.CharField(default="app-acm", max_length=60)),
                ("hosts", models.JSONField(blank=True, default=list)),
                ("brand_seed", models.CharField(max_length=7)),
                ("languages", models.JSONField(default=accident_manager.insurers.models._all_languages)),
                ("default_language", models.CharField(max_length=2)),
                ("support_email", models.EmailField(max_length=254)),
                ("support_phone", models.CharField(max_length=40)),
                ("help_desk_hours", models.JSONField(default=accident_manager.insurers.models._faq_hours)),
                ("session_idle_minutes", models.PositiveSmallIntegerField(default=60)),
                ("session_absolute_hours", models.PositiveSmallIntegerField(default=12)),
                ("password_min_length", models.PositiveSmallIntegerField(default=12)),
                ("code_tolerance", models.PositiveSmallIntegerField(default=1)),
                ("decision_settings", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("session_absolute_hours__range", (1, 12)), ("session_idle_minutes__range", (5, 60))
                        ),
                        name="sessions_never_longer_than_allowed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("password_min_length__range", (8, 64))), name="passwords_long_enough"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code_tolerance__lte", 1)), name="codes_at_most_one_step_off"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("brand_seed__regex", "^#[0-9a-f]{6}$")), name="brand_is_a_colour"
                    ),
                ],
            },
        ),
    ]
