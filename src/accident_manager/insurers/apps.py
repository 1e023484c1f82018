from django.apps import AppConfig


class InsurersConfig(AppConfig):
    name = "accident_manager.insurers"
    label = "insurers"
