from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0003_desk"),
    ]

    operations = [
        migrations.AddField(
            model_name="authenticator",
            name="told_step",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="authenticator",
            name="to_replace",
            field=models.BooleanField(default=False),
        ),
    ]
