from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "accident_manager.jobs"
    label = "jobs"
