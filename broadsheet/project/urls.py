"""The newsroom's addresses; of the readers' site only comments are live, the rest is files."""

from django.urls import include, path

urlpatterns = [
    path("comments/", include("broadsheet.comments.urls")),
    path("", include("broadsheet.desk.urls")),
]
