"""The cast of the tests, and what each of them may do.

Lan is a citizen without an account, Wei and Zhu are moderators, Qiao is staff, He a member, Bo and Hao work
in two departments, Ada is the administrator, and Mo has an account that may do nothing here.
"""

from datetime import datetime

from jianyan.accounts import Role, totp

PASSWORD = "correct horse battery"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""Of the app of whoever needs one."""

WEI = "wei@jianyan.example"
ZHU = "zhu@jianyan.example"
QIAO = "qiao@jianyan.example"
HE = "he@jianyan.example"
BO = "bo@jianyan.example"
HAO = "hao@jianyan.example"
ADA = "ada@jianyan.example"
MO = "mo@jianyan.example"

ROLES = {
    WEI: Role.MODERATOR,
    ZHU: Role.MODERATOR,
    QIAO: Role.STAFF,
    HE: Role.MEMBER,
    BO: Role.DEPARTMENT,
    HAO: Role.DEPARTMENT,
    ADA: Role.ADMIN,
}
"""Mo has an account as well, but it is not active."""


def code(now: datetime, *, away: int = 0) -> str:
    """Give what the app shows at that moment, or so many half minutes later; each works once an account."""
    return totp.code_of(TOTP_SECRET, totp.step_of(now) + away)


LAN_PHONE = "13800138000"
"""Also the canary: no log, page of another role, or export may show it."""
