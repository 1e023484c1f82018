from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "accident_manager.policies"
    label = "policies"
