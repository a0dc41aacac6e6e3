"""Wagtail's groups say what grants say: they are made from grants alone, never edited by hand.

Wagtail's own screens (pages, pictures, the way in) ask groups. One group lets everybody with a
grant in and lets them add and choose pictures, one lets editors edit pictures, and one for each
edition lets its chiefs keep its standing pages.
"""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from broadsheet.editions.models import Edition, EditionPages, Grant, Role
from broadsheet.people.models import User

EVERYBODY = "Newsroom"
PICTURE_EDITORS = "Picture editors"
CHIEFS_OF = "Chiefs of "
PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")


def keep_groups(user: User) -> None:
    """Put `user` into the groups that the grants call for, and out of all others of these."""
    grants = list(Grant.objects.filter(user=user).select_related("edition"))
    wanted = [_everybody()] if grants else []
    if any(grant.role in {Role.EDITOR, Role.CHIEF} for grant in grants):
        wanted.append(_picture_editors())
    wanted += [_chiefs_of(grant.edition) for grant in grants if grant.role == Role.CHIEF]
    kept = {group.pk for group in wanted}
    for group in user.groups.all():
        if _is_ours(group.name) and group.pk not in kept:
            user.groups.remove(group)
    user.groups.add(*wanted)


def pages_root_of(edition: Edition) -> EditionPages:
    """The folder of the edition's standing pages, made if there is none."""
    root = EditionPages.objects.filter(edition=edition).first()
    if root is None:
        top = Page.objects.get(depth=1)
        root = EditionPages(title=edition.name, slug=edition.code, edition=edition)
        top.add_child(instance=root)
    return root


def _is_ours(name: str) -> bool:
    return name in {EVERYBODY, PICTURE_EDITORS} or name.startswith(CHIEFS_OF)


def _everybody() -> Group:
    group, _new = Group.objects.get_or_create(name=EVERYBODY)
    group.permissions.add(_permission("wagtailadmin", "access_admin"))
    _let_with_pictures(group, "add_image", "choose_image")
    return group


def _picture_editors() -> Group:
    group, _new = Group.objects.get_or_create(name=PICTURE_EDITORS)
    _let_with_pictures(group, "change_image")
    return group


def _chiefs_of(edition: Edition) -> Group:
    group, _new = Group.objects.get_or_create(name=f"{CHIEFS_OF}{edition.code}")
    root = pages_root_of(edition)
    for codename in PAGE_PERMISSIONS:
        GroupPagePermission.objects.get_or_create(
            group=group, page_id=root.pk, permission=_permission("wagtailcore", codename)
        )
    return group


def _let_with_pictures(group: Group, *codenames: str) -> None:
    root = Collection.objects.get(depth=1)
    for codename in codenames:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=_permission("wagtailimages", codename)
        )


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)
