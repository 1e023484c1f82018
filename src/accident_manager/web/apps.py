from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "accident_manager.web"
    label = "web"
