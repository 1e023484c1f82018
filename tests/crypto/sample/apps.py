from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "crypto.sample"
    label = "sample"
