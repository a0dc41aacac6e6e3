"""Who may do what in which edition: the one place that knows, asked by every action and screen."""

from enum import Enum

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from broadsheet.editions.models import Edition, Grant, Role
from broadsheet.people.errors import NotAllowedError
from broadsheet.people.models import User


class Act(Enum):
    """What a grant may allow."""

    WRITE = "write copy"
    PUBLISH = "publish"
    UNPUBLISH = "take copy back"
    CORRECT = "correct published copy"
    KILL = "kill a story"
    MODERATE = "judge readers' comments"
    KEEP = "keep the edition's masthead, sections and standing pages"


ALLOWED = {
    Role.REPORTER: frozenset({Act.WRITE}),
    Role.MODERATOR: frozenset({Act.MODERATE}),
    Role.EDITOR: frozenset({Act.WRITE, Act.PUBLISH, Act.UNPUBLISH, Act.CORRECT, Act.MODERATE}),
    Role.CHIEF: frozenset(Act),
}


def may(user: User | AnonymousUser | None, act: Act, edition: Edition | None) -> bool:
    """Whether `user` may do `act` in `edition`; None for the edition asks for any edition."""
    if user is None or not user.is_active or not user.is_authenticated:
        return False
    if user.is_superuser:
        return True
    grants = Grant.objects.filter(user_id=user.pk, role__in=_roles_with(act))
    return (grants if edition is None else grants.filter(edition=edition)).exists()


def require(user: User | None, act: Act, edition: Edition) -> None:
    """Raise NotAllowedError unless `user` may do `act` in `edition`.

    None stands for the machine itself (the clock, a wire rule), which was told by somebody who may.
    """
    if user is None or may(user, act, edition):
        return
    message = (
        f"{user} may not {act.value} in {edition}. "
        f"Ask a chief of {edition} for the role that may: {_roles_in_words(act)}."
    )
    raise NotAllowedError(message)


def require_superuser(user: User | None) -> None:
    """Raise NotAllowedError unless `user` may do everything; None stands for the machine."""
    if user is None or (user.is_active and user.is_superuser):
        return
    message = f"{user} may not give or take roles. Ask a superuser of the newsroom."
    raise NotAllowedError(message)


def editions_where(user: User | AnonymousUser, act: Act) -> QuerySet[Edition]:
    """The editions in which `user` may do `act`, in their own order."""
    if not user.is_active or not user.is_authenticated:
        return Edition.objects.none()
    if user.is_superuser:
        return Edition.objects.all()
    return Edition.objects.filter(grants__user_id=user.pk, grants__role__in=_roles_with(act))


def users_who(act: Act, edition: Edition) -> QuerySet[User]:
    """The active people who may do `act` in `edition`, superusers included, by name."""
    granted = Q(grants__edition=edition, grants__role__in=_roles_with(act))
    may_do = User.objects.filter(granted | Q(is_superuser=True), is_active=True)
    return may_do.distinct().order_by("username")


def _roles_with(act: Act) -> list[str]:
    return [role for role, acts in ALLOWED.items() if act in acts]


def _roles_in_words(act: Act) -> str:
    return " or ".join(str(Role(role).label) for role in _roles_with(act))
