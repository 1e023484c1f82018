from django.apps import AppConfig


class CryptoConfig(AppConfig):
    name = "accident_manager.crypto"
    label = "crypto"
