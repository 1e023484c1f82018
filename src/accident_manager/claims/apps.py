from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "accident_manager.claims"
    label = "claims"
