"""What an office may do: one small table of roles and permissions. The domain and the doors of all services read it."""

from enum import StrEnum


class Permission(StrEnum):
    """What an office may do, within its subtree."""

    READ = "read"
    NAMES = "names"
    WRITE = "write"
    CHECK = "check"
    """Check a dossier by staff, before the decision."""
    SIGN = "sign"
    """Sign a decision: admission, recognition, removal."""
    TRAIN = "train"
    """Certify who passed a class."""
    GRANT = "grant"
    """Register officers, give and end offices below one's own."""
    PUBLISH = "publish"
    """Publish policies, and try them on the dossiers first."""
    IMPORT = "import"
    VERIFY = "verify"
    OPERATE = "operate"


OFFICES: dict[str, frozenset[Permission]] = {
    "province_officer": frozenset(Permission),
    "committee_officer": frozenset(
        {
            Permission.READ,
            Permission.NAMES,
            Permission.WRITE,
            Permission.CHECK,
            Permission.SIGN,
            Permission.TRAIN,
            Permission.GRANT,
            Permission.VERIFY,
        }
    ),
    "dossier_checker": frozenset({Permission.READ, Permission.NAMES, Permission.CHECK}),
    "decision_signer": frozenset({Permission.READ, Permission.NAMES, Permission.SIGN}),
    "training_centre": frozenset({Permission.READ, Permission.NAMES, Permission.TRAIN}),
    "cell_secretary": frozenset({Permission.READ, Permission.NAMES, Permission.WRITE, Permission.TRAIN}),
    "auditor": frozenset({Permission.READ, Permission.VERIFY}),
    "founder": frozenset({Permission.GRANT}),
    "operator": frozenset({Permission.VERIFY, Permission.OPERATE}),
    "system": frozenset({Permission.READ, Permission.VERIFY}),
}
"""Role to permissions. `dossier_checker`: staff of the organisation board. `decision_signer`: signs for the body."""

PROVINCE_ROLE = "province_officer"
FOUNDER_ROLE = "founder"
"""What is left of the genesis powers between the first office and two people in the province's: to give offices."""
ISSUED = frozenset({"system", "operator"})
"""Roles of machines and of who runs them: the issuer gives them, the log does not."""
GRANTABLE = frozenset(OFFICES) - ISSUED - {FOUNDER_ROLE}

WHOLE_REGISTRY = "*"
"""The `unit` of an officer of the province that runs the registry: everything, also before its first unit exists."""


def by_two(role: str) -> bool:
    """Whether a role is given by two people: one that checks, signs or gives offices itself. Source: design 9."""
    return bool(permissions_of(role) & {Permission.CHECK, Permission.SIGN, Permission.GRANT})


def permissions_of(role: str) -> frozenset[Permission]:
    """What a role may do; nothing for one that is not known."""
    return OFFICES.get(role, frozenset())
