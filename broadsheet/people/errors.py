"""What can go wrong with people.

PeopleError
└── NotAllowedError: somebody asked for more than their grants give
"""

from django.core.exceptions import PermissionDenied


class PeopleError(Exception):
    """The base of this package's errors."""


class NotAllowedError(PeopleError, PermissionDenied):
    """Somebody asked for more than their grants give; the web answers it with 403."""
