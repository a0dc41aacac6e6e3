"""The newsroom's addresses; readers' pages are files and have none here."""

from django.urls import include, path

urlpatterns = [
    path("", include("broadsheet.desk.urls")),
]
