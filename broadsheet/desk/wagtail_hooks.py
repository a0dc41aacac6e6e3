"""Puts the newsroom's screens into Wagtail's admin, and takes out what makes no sense here."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import register_permission_policy

from broadsheet.desk.comments.viewset import CommentsItem, ModerationViewSet
from broadsheet.desk.editions.grants import GrantsViewSet
from broadsheet.desk.editions.screens import EditionViewSet
from broadsheet.desk.home import NewestPanel
from broadsheet.desk.policies import EditionPolicy, StoryPolicy
from broadsheet.desk.press.screens import PressRoomItem, PressRoomViewSet
from broadsheet.desk.receipts.screens import ReceiptsViewSet
from broadsheet.desk.schedule.screens import DueItem, ScheduleViewSet
from broadsheet.desk.stories.viewset import StoryViewSet
from broadsheet.editions.models import Edition
from broadsheet.editions.permissions import Act, may
from broadsheet.stories.models import Story

register_permission_policy(Story, StoryPolicy(Story))
register_permission_policy(Edition, EditionPolicy(Edition))

HIDDEN_ITEMS = {"explorer", "images", "snippets", "reports", "help"}
HIDDEN_SETTINGS = {"workflows", "workflow-tasks", "sites", "groups", "collections"}


@hooks.register("register_admin_viewset")
def screens() -> list[Any]:
    return [
        StoryViewSet(), EditionViewSet(), GrantsViewSet(), PressRoomViewSet(), ScheduleViewSet(),
        ReceiptsViewSet(), ModerationViewSet(),
    ]  # fmt: skip


class PicturesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, Act.WRITE, None)


class StandingPagesItem(MenuItem):
    """Leads to the folder of the editions that the user keeps."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, Act.KEEP, None)


class RolesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.is_superuser)


@hooks.register("register_admin_menu_item")
def pictures_item() -> MenuItem:
    return PicturesItem(
        _("Pictures"), reverse("wagtailimages:index"), name="pictures", icon_name="image", order=200
    )


@hooks.register("register_admin_menu_item")
def standing_pages_item() -> MenuItem:
    return StandingPagesItem(
        _("Standing pages"), reverse("wagtailadmin_explore_root"), name="standing-pages",
        icon_name="doc-empty", order=300,
    )  # fmt: skip


@hooks.register("register_admin_menu_item")
def comments_item() -> MenuItem:
    return CommentsItem(
        _("Comments"), reverse("moderation:queue"), name="comments", icon_name="comment", order=310
    )


@hooks.register("register_admin_menu_item")
def press_room_item() -> MenuItem:
    return PressRoomItem(
        _("Press room"), reverse("press_room:index"), name="press-room", icon_name="history",
        order=350,
    )  # fmt: skip


@hooks.register("register_admin_menu_item")
def due_item() -> MenuItem:
    return DueItem(
        _("Due"), reverse("schedule:index"), name="due", icon_name="calendar-alt", order=340
    )


@hooks.register("register_settings_menu_item")
def roles_item() -> MenuItem:
    return RolesItem(_("Roles"), reverse("grants:index"), icon_name="group", order=200)


@hooks.register("construct_main_menu")
def hide_items(_request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN_ITEMS]


@hooks.register("construct_settings_menu")
def hide_settings(_request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN_SETTINGS]


@hooks.register("register_admin_search_area")
def search_stories() -> SearchArea:
    return SearchArea(
        _("Stories"), reverse("stories:index"), name="stories", icon_name="doc-full", order=1
    )


@hooks.register("construct_homepage_panels")
def show_newest(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [NewestPanel(request)]


@hooks.register("construct_homepage_summary_items")
def show_no_summary(_request: HttpRequest, items: list[Any]) -> None:
    items.clear()


@hooks.register("construct_admin_api")
def name_documents(router: Any) -> None:
    """Give Wagtail the address it prints on every screen though there are no documents.

    Nothing answers there: `desk.urls` closes the whole API.
    """
    router.register_endpoint("documents", ImagesAdminAPIViewSet)


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("insert_editor_js")
def text_direction() -> SafeString:
    return format_html('<script src="{}" defer></script>', static("desk/text-direction.js"))
