"""The newsroom's addresses: Wagtail's, with the doors closed that nobody here should go through.

Closed means that the address is not there at all (404), for superusers too.
"""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from broadsheet.desk.originals import serve_original
from broadsheet.desk.pictures import PictureDeleteView, PictureEditView

CLOSED = {
    "api/": "lists drafts of all editions to whoever may see one",
    "collections/": "every picture is in one collection, which the groups rely on",
    "bulk/": "publishes and deletes past the actions",
    "embeds/": "fetches addresses from outside without the guarded fetcher",
    "failwhale/": "is an error on purpose",
    "groups/": "grants alone make groups",
    "reports/": "tell of all editions",
    "sites/": "readers' pages are files and have no Wagtail site",
    "snippets/": "no model is a snippet",
    "test404/": "is an error on purpose",
    "workflows/": "publishing is an action",
}


def closed(_request: HttpRequest, **_kwargs: str) -> HttpResponse:
    raise Http404


urlpatterns = [
    re_path(rf"^(?:{'|'.join(sorted(CLOSED))})", closed, name="closed"),
    # Workflows and schedules would publish past the clock; the lists and the move tell of all
    # editions, and a page stays in its own.
    re_path(r"^pages/(?:workflow|usage|create)/", closed, name="closed_page_lists"),
    re_path(
        r"^pages/\d+/(?:workflow_history|convert_alias|move|usage|privacy|revisions/\d+/unschedule)/",
        closed,
        name="closed_page_doors",
    ),
    # People who did something stay named in the audit; an account is switched off instead.
    re_path(r"^users/(?:delete|copy|usage)/", closed, name="closed_user_doors"),
    # Wagtail makes a rendition of any size that is asked for, and shows its address to the world.
    re_path(r"^images/\d+/(?:generate_url|preview)/", closed, name="closed_renditions"),
    path(
        "images/<int:image_id>/",
        require_admin_access(PictureEditView.as_view()),
        name="edit_picture",
    ),
    path(
        "images/<int:image_id>/delete/",
        require_admin_access(PictureDeleteView.as_view()),
        name="delete_picture",
    ),
    path("originals/<path:path>", login_required(serve_original), name="original"),
    path("", include(wagtailadmin_urls)),
]
