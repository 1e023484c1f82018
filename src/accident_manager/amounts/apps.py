from django.apps import AppConfig


class AmountsConfig(AppConfig):
    name = "accident_manager.amounts"
    label = "amounts"

    def ready(self) -> None:
        from accident_manager.amounts import queries
        from accident_manager.law import parameters

        parameters.overlay_from(queries.overlay)
