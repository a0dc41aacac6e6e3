"""Who can log in to the demo; the password is one for all and printed, so it protects nothing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Login:
    """A demo user; the name reads `role-edition`, the superuser's has no edition."""

    name: str
    what: str


LOGINS = (
    Login("admin", "everything, in both titles"),
    Login("chief-en", "chief of The Port Salis Courier"),
    Login("editor-en", "editor of The Port Salis Courier"),
    Login("reporter-en", "reporter of The Port Salis Courier"),
    Login("chief-ar", "chief of مرآة الخليج"),
    Login("editor-ar", "editor of مرآة الخليج"),
    Login("reporter-ar", "reporter of مرآة الخليج"),
)
