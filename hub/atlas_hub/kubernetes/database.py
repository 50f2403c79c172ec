"""`python -m atlas_hub.kubernetes.database`: wait until the hub's database lets the hub in.

An init container of the hub: a pod that waits is ready sooner than one that fails, is started again
and has to wait twice as long each time.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from atlas_hub.kubernetes.configure import database_url
from atlas_hub.kubernetes.values import Secrets, read_values

EVERY_S = 1.0


def main() -> None:
    """Wait, as long as it takes; each new reason is told once."""
    values = read_values(Path(os.environ["ATLAS_KUBERNETES"]))
    password = Secrets(Path(os.environ["ATLAS_SECRETS"])).read("hub-db-password")
    engine = create_engine(database_url(values.database, password))
    told = ""
    while True:
        try:
            engine.connect().close()
        except OperationalError as error:
            reason = str(error.orig).strip().splitlines()[-1]
            if reason != told:
                sys.stdout.write(f"Waiting for the database: {reason}\n")
                sys.stdout.flush()
            told = reason
            time.sleep(EVERY_S)
        else:
            return


if __name__ == "__main__":
    main()
