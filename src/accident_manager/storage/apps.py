from django.apps import AppConfig
from django.db.backends.signals import connection_created


class StorageConfig(AppConfig):
    name = "accident_manager.storage"
    label = "storage"

    def ready(self) -> None:
        from accident_manager.storage import scope

        connection_created.connect(scope.on_new_connection, dispatch_uid="acm-scope")
