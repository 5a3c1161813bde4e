"""Makes what docker-compose.yml asks for and no file of the repository may hold: keys, tokens and passwords."""

import os
import secrets
from pathlib import Path

from deploy.cluster.system import Cluster, make_secrets

IMAGE_USER = 10001
"""The account of the roles in the image; root on the host hands the key files to it."""


def prepare(var: Path, env_file: Path) -> None:
    """Keys and tokens under `var`, passwords and paths in `env_file`; what is there already is kept.

    `var/token` is the first officer's, for the command line.
    """
    cluster = Cluster(var=var, port=0)
    make_secrets(cluster)
    user, group = os.getuid(), os.getgid()
    if user == 0:
        user = group = IMAGE_USER
        for name in ("issuer-public.json", "master.key", "system.token"):
            os.chown(cluster.secrets / name, user, group)
    if env_file.exists():
        return
    values = {
        "SOCAI_SECRETS": str(cluster.secrets.resolve()),
        "SOCAI_USER": f"{user}:{group}",
        "POSTGRES_PASSWORD": secrets.token_urlsafe(24),
        "GRAFANA_PASSWORD": secrets.token_urlsafe(24),
    }
    handle = os.open(env_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())
