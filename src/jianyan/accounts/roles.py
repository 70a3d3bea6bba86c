"""What a person who signs in may be."""

from enum import StrEnum


class Role(StrEnum):
    """A role within one organisation."""

    ADMIN = "admin"
    STAFF = "staff"
    MODERATOR = "moderator"
    DEPARTMENT = "department"
    MEMBER = "member"


class Front(StrEnum):
    """Where a session is valid; its cookie goes nowhere else."""

    CONSOLE = "console"
    MEMBERS = "members"


OFFICE_ROLES = frozenset({Role.ADMIN, Role.STAFF, Role.MODERATOR})
"""Those who ask: they see what came in."""

CONSOLE_ROLES = OFFICE_ROLES | {Role.DEPARTMENT}
"""Those who sign in to the console."""

NEEDS_TOTP = frozenset({Role.ADMIN, Role.MODERATOR})
"""They can do nothing before an authenticator app or a passkey is set up; to others it is offered."""
