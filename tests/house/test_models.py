"""Every row of an insurer is in scope only, protected by the database, and its personal data are sealed."""

import pytest
from django.apps import apps
from django.db import connection, models

from accident_manager.storage.models import InsurerOwned

# Tables that hold nothing of an insurer's, with the reason.
SHARED = {
    "insurers_insurer": "the doors themselves, no personal data",
    "django_content_type": "names of our models",
    "auth_permission": "Django's, unused",
    "auth_group": "Django's, unused",
    "auth_group_permissions": "Django's, unused",
}
# Words that betray a person in a column's name. A column that only looks like it stands in LOOKS_PERSONAL.
PERSONAL = (
    "name", "email", "niss", "birth", "street", "address", "phone", "iban", "bic", "narrative", "secret", "answers",
    "reasons", "content", "ip", "user_agent", "subject_line", "text", "html", "contact", "sex",
)  # fmt: skip
LOOKS_PERSONAL = {
    ("policies_employer", "name"): "a company's name in the public register",
    ("policies_employer", "street"): "a company's address in the public register",
    ("policies_establishmentunit", "name"): "a company's unit in the public register",
    ("policies_establishmentunit", "street"): "a company's unit in the public register",
}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("accident_manager.")]


def test_every_model_of_ours_belongs_to_an_insurer_or_says_why_not():
    astray = [
        model._meta.db_table
        for model in our_models()
        if model._meta.db_table not in SHARED and "insurer_id" not in {f.attname for f in model._meta.concrete_fields}
    ]
    assert not astray


def test_every_insurer_owned_model_is_read_through_a_scoped_manager():
    from django_scopes import ScopeError

    for model in our_models():
        if issubclass(model, InsurerOwned):
            with pytest.raises(ScopeError):
                model.objects.count()


def test_every_personal_column_is_sealed_or_a_keyed_token():
    from accident_manager.crypto import fields

    sealed = (fields.EncryptedText, fields.EncryptedDate, fields.EncryptedJSON, fields.EncryptedBytes)
    open_columns = []
    for model in our_models():
        for field in model._meta.concrete_fields:
            words = field.column.split("_")
            personal = any(word in words or word == field.column for word in PERSONAL)
            excused = (
                isinstance(field, sealed)
                or words[-1] in {"token", "tokens", "hash", "id", "on", "at", "sha256"}
                or (model._meta.db_table, field.column) in LOOKS_PERSONAL
                or model._meta.db_table in SHARED
            )
            if personal and not excused:
                open_columns.append(f"{model._meta.db_table}.{field.column}")
    assert not open_columns


def test_the_database_itself_refuses_other_insurers_rows_in_every_table_of_an_insurer(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'insurer_id' AND NOT a.attisdropped "
            "WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT (c.relrowsecurity AND EXISTS "
            "(SELECT FROM pg_policy p WHERE p.polrelid = c.oid))"
        )
        assert [row[0] for row in cursor.fetchall()] == []


def test_the_application_role_cannot_step_around_row_level_security(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolbypassrls, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("acm_app", False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = 'acm_app'::regrole")
        assert cursor.fetchone() == (0,)
