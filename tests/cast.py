"""The cast of the tests, and what each of them may do.

Lan is a citizen without an account, Wei and Zhu are moderators, Qiao is staff, He a member, Bo works in a
department, Ada is the administrator, and Mo has an account that may do nothing here.
"""

from jianyan.accounts import Role

PASSWORD = "correct horse battery"

WEI = "wei@jianyan.example"
ZHU = "zhu@jianyan.example"
QIAO = "qiao@jianyan.example"
HE = "he@jianyan.example"
BO = "bo@jianyan.example"
ADA = "ada@jianyan.example"
MO = "mo@jianyan.example"

ROLES = {
    WEI: Role.MODERATOR,
    ZHU: Role.MODERATOR,
    QIAO: Role.STAFF,
    HE: Role.MEMBER,
    BO: Role.DEPARTMENT,
    ADA: Role.ADMIN,
}
"""Mo has an account as well, but it is not active."""

LAN_PHONE = "13800138000"
"""Also the canary: no log, page of another role, or export may show it."""
