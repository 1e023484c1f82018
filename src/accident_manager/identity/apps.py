from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "accident_manager.identity"
    label = "identity"
