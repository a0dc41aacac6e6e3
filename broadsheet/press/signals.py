"""What the press tells the packages above, which may refuse by raising inside the transaction."""

from django.dispatch import Signal

edition_rolled = Signal()
"""Readers of an edition get another time. Sent with `edition` (a code), `to` (UTC, or None for the
present) and `by` (who asked for it at the machine, "" where nobody knows)."""
