from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "accident_manager.audit"
    label = "audit"
