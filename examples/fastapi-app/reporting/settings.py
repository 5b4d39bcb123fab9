"""What the app is told by its environment."""

from dataclasses import dataclass
import os
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Which city, on which ledger, and who may sign in."""

    city: str
    ledger: str
    channel: str
    tokens: Path

    @classmethod
    def from_environment(cls) -> "Settings":
        """The settings of this process; without any, Xi'an on a ledger file in the working folder."""
        return cls(
            city=os.environ.get("CMSDK_CITY", "610100"),
            ledger=os.environ.get("CMSDK_LEDGER", "sqlite:///reporting.db"),
            channel=os.environ.get("CMSDK_CHANNEL", "online-platform"),
            tokens=Path(os.environ.get("REPORTING_TOKENS", "tokens.txt")),
        )
