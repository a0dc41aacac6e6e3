"""What editions tell the packages above, which may refuse by raising inside the transaction."""

from django.dispatch import Signal

section_readdressed = Signal()
"""A section got another slug. Sent with `section` and `former` (the slug until now)."""

standing_page_changed = Signal()
"""What readers see of a standing page may have changed. Sent with `page`, in its transaction."""
