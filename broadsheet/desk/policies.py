"""What Wagtail asks about permission is answered by grants, edition by edition.

Wagtail's default policy looks at the model alone; these look at the instance. Nothing here allows
a deletion: stories are killed, editions stay.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from broadsheet.editions.models import Edition
from broadsheet.editions.permissions import ALLOWED, Act, editions_where, may
from broadsheet.people.models import User


class EditionActsPolicy(BasePermissionPolicy):
    """Maps Wagtail's words for actions to acts in an edition; an unmapped word is denied."""

    acts: dict[str, Act] = {}

    def edition_of(self, instance: Any) -> Edition:
        raise NotImplementedError

    def instances_in(self, editions: QuerySet[Edition]) -> QuerySet[Any]:
        raise NotImplementedError

    def user_has_permission(self, user: Any, action: str) -> bool:
        act = self.acts.get(action)
        return act is not None and may(user, act, None)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        act = self.acts.get(action)
        return act is not None and may(user, act, self.edition_of(instance))

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        editions = Edition.objects.none()
        for act in {self.acts[action] for action in actions if action in self.acts}:
            editions = editions | editions_where(user, act)
        return self.instances_in(editions)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        acts = {self.acts[action] for action in actions if action in self.acts}
        roles = [role for role, allowed in ALLOWED.items() if acts & allowed]
        may_do = Q(is_superuser=True) | Q(grants__role__in=roles)
        return User.objects.filter(may_do, is_active=True).distinct()


class StoryPolicy(EditionActsPolicy):
    """A story belongs to its home edition."""

    acts = {
        "add": Act.WRITE,
        "change": Act.WRITE,
        "view": Act.WRITE,
        "lock": Act.WRITE,
        "unlock": Act.PUBLISH,
        "publish": Act.PUBLISH,
    }

    def edition_of(self, instance: Any) -> Edition:
        return instance.home_edition

    def instances_in(self, editions: QuerySet[Edition]) -> QuerySet[Any]:
        return self.model.objects.filter(home_edition__in=editions)


class EditionPolicy(EditionActsPolicy):
    """Chiefs keep their edition; only superusers found new ones."""

    acts = {"change": Act.KEEP, "view": Act.KEEP}

    def edition_of(self, instance: Any) -> Edition:
        return instance

    def instances_in(self, editions: QuerySet[Edition]) -> QuerySet[Any]:
        return editions.distinct()

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "add":
            return bool(user.is_active and user.is_superuser)
        return super().user_has_permission(user, action)
