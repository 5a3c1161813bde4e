"""The one table of roles: what runs, as which command, on which port. The cluster starts it, compose is held to it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A process: `python -m services.<service> <role>`, with its HTTP port on 127.0.0.1 (health routes at least)."""

    service: str
    role: str
    port: int
    database: bool = True
    keys: bool = False
    kafka: bool = False

    @property
    def name(self) -> str:
        """`members-read`: in logs, metrics, pid files and the compose file."""
        return f"{self.service}-{self.role}"

    @property
    def command(self) -> tuple[str, ...]:
        """What the interpreter runs."""
        return ("-m", f"services.{self.service}", self.role)


ROLES = (
    Role(service="admissions", role="api", port=8101, keys=True, kafka=True),
    Role(service="admissions", role="relay", port=8102, kafka=True),
    Role(service="members", role="api", port=8103, keys=True),
    Role(service="members", role="read", port=8104, kafka=True),
    Role(service="indicators", role="api", port=8105),
    Role(service="indicators", role="read", port=8106, kafka=True),
    Role(service="audit", role="api", port=8107),
    Role(service="audit", role="read", port=8108, kafka=True),
    Role(service="audit", role="monitor", port=8109),
)
SERVICES = tuple(dict.fromkeys(role.service for role in ROLES))
DATABASES = (*SERVICES, "keystore")
"""A database a service, and the key store's own."""


def api_of(service: str) -> Role:
    """The role that answers a service's HTTP."""
    return next(role for role in ROLES if role.service == service and role.role == "api")


def settings_of(
    role: Role, *, database_url: str, keystore_url: str, kafka_bootstrap: str, secrets: str, host: str = "127.0.0.1"
) -> dict[str, str]:
    """The environment of a role. `secrets`: the folder of the issuer's public keys, the master key and tokens."""
    prefix = role.service.upper()
    found = {
        f"{prefix}_DATABASE_URL": database_url,
        f"{prefix}_ISSUER_KEYS_FILE": f"{secrets}/issuer-public.json",
        f"{prefix}_HOST": host,
        f"{prefix}_PORT": str(role.port),
    }
    if role.keys:
        found |= {f"{prefix}_KEYSTORE_URL": keystore_url, f"{prefix}_MASTER_KEY_FILE": f"{secrets}/master.key"}
    if role.kafka:
        found[f"{prefix}_KAFKA_BOOTSTRAP"] = kafka_bootstrap
    if role.service == "audit":
        for other in ("members", "indicators"):
            url = f"http://{_host_of(other, host)}:{api_of(other).port}/{other}/counts"
            found[f"AUDIT_{other.upper()}_COUNTS_URL"] = url
        found["AUDIT_TOKEN_FILE"] = f"{secrets}/system.token"
    return found


def _host_of(service: str, host: str) -> str:
    """In compose (listening on every address) a role is found by its name; on one machine by the loopback address."""
    return api_of(service).name if host == "0.0.0.0" else host
