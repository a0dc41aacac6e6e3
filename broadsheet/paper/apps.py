from django.apps import AppConfig


class PaperConfig(AppConfig):
    name = "broadsheet.paper"
    label = "paper"
