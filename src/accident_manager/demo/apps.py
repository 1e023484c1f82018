from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "accident_manager.demo"
    label = "demo"
