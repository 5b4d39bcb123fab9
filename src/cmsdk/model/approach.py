"""The three means of the 7-2-1 method (721工作法)."""

from enum import StrEnum


class Approach(StrEnum):
    """手段: service before management before enforcement. The order is the ladder's, weakest first."""

    SERVICE = "service"
    MANAGEMENT = "management"
    ENFORCEMENT = "enforcement"

    @property
    def rank(self) -> int:
        """Its rung on the ladder: 0 is the weakest."""
        return tuple(Approach).index(self)


class Mode(StrEnum):
    """办理方式: handled at once where it was reported (马上办) or transferred to a department (转办)."""

    NOW = "now"
    TRANSFER = "transfer"
