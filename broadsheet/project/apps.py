from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ProjectConfig(AppConfig):
    """Loads every package's checks, receivers and kinds of page once the models stand."""

    name = "broadsheet.project"
    label = "project"

    def ready(self) -> None:
        autodiscover_modules("checks", "receivers", "pages")
