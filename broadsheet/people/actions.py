"""Adding people, and writing the audit: every action everywhere ends there, in its transaction."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from broadsheet.people.models import AuditEntry, User


def record(
    *, by: User | None, act: str, obj: str, edition: str = "", reason: str = "", **detail: Any
) -> AuditEntry:
    """Write one audit line; `by` is None for the machine itself (the clock, a wire rule)."""
    if not transaction.get_connection().in_atomic_block:
        message = f"The audit of {act} must be written inside the transaction of the act itself."
        raise RuntimeError(message)
    return AuditEntry.objects.create(
        by=by, act=act, object=obj, edition=edition, reason=reason, detail=detail
    )


def add_user(
    *, name: str, email: str, password: str, by: User | None, is_superuser: bool = False
) -> User:
    """Add somebody who can log in; what they may do is a grant, or everything for a superuser.

    Raises ValidationError, by field, for a name or address that is taken or cannot be one, and
    for a password that is too easy.
    """
    user = User(username=name, email=User.objects.normalize_email(email), is_superuser=is_superuser)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
    user.set_password(password)
    with transaction.atomic():
        user.full_clean()
        user.save()
        record(by=by, act="people.user.add", obj=f"user:{user.pk}", superuser=is_superuser)
    return user
