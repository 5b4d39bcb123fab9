"""Who may sign in: a token stands for an officer of the city's roster. The file keeps hashes, never tokens.

``python -m reporting.people xian-p-xin`` makes a token for that officer and shows it once.
"""

from hashlib import sha256
from pathlib import Path
import secrets
import sys

from cmsdk import Actor, City

from .settings import Settings


def _hash(token: str) -> str:
    # a token is 256 random bits, so nobody can guess their way back from its hash
    return sha256(token.encode()).hexdigest()


def new_token(officer: str, file: Path) -> str:
    """A token for ``officer``; its hash is added to ``file``."""
    token = secrets.token_urlsafe(32)
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"{_hash(token)} {officer}\n")
    return token


def read_tokens(file: Path) -> dict[str, str]:
    """Hash of a token → id of its officer; nobody may sign in as long as there is no file."""
    if not file.exists():
        return {}
    pairs = (line.split() for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    return dict(pairs)


def officer_of(token: str, tokens: dict[str, str]) -> str | None:
    """The officer whose token this is; nothing for a stranger's."""
    return tokens.get(_hash(token))


def actor_of(officer: str, city: City) -> Actor | None:
    """The officer as the city's roster has them today; nothing for one who has left it."""
    found = city.plan.officers.get(officer)
    return None if found is None else Actor(found.id, found.roles, found.unit)


if __name__ == "__main__":
    sys.stdout.write(new_token(sys.argv[1], Settings.from_environment().tokens) + "\n")
