"""Catalogues (分类体系), mappings between them, and filing standards (立案、处置和结案标准)."""

from enum import StrEnum

import attrs
from typing_extensions import override

from cmsdk.model.category import CategoryCode
from cmsdk.model.spans import Limit
from cmsdk.model.threshold import Threshold, read_threshold

from .base import Contribution, Named


class CategoryKind(StrEnum):
    """Component 部件, event 事件, service item 服务事项."""

    COMPONENT = "component"
    EVENT = "event"
    SERVICE = "service"


@attrs.frozen(kw_only=True)
class Scheme(Contribution):
    """A catalogue (分类体系) in one version, and how a city may extend it without taking a number of the standard.

    A city's own numbers below a category are counted down from ``extends_from`` and end at ``extends_to``; or they
    stand below the categories of ``extends_under``, which are kept for them. Where none is given, nothing is known of
    how the scheme is extended, and nothing is checked.
    """

    scheme: str
    version: str
    name: str
    name_en: str = ""
    extends_from: int | None = None
    """First number of a city's own categories below a category, counted downward; such as 99."""
    extends_to: int | None = attrs.field(default=None)
    """Last of them; 1 where only ``extends_from`` is given."""
    extends_under: tuple[str, ...] = ()
    """Codes of the categories that are kept for extensions."""

    @extends_to.validator
    def _below(self, _attribute: object, value: int | None) -> None:
        if value is not None and (self.extends_from is None or value > self.extends_from):
            raise ValueError(
                f"extends_to {value} is not below extends_from {self.extends_from}; numbers count downward"
            )

    @property
    @override
    def key(self) -> str:
        """``scheme/version``."""
        return f"{self.scheme}/{self.version}"


@attrs.frozen(kw_only=True)
class Category(Contribution):
    """A category of a scheme. A code means nothing without its scheme and version; depth is data."""

    scheme: str
    version: str
    code: str
    kind: CategoryKind
    name: str
    name_en: str = ""
    parent: str = ""
    """Key of the category above, empty at the top."""

    @property
    @override
    def key(self) -> str:
        """``scheme/version/code``."""
        return f"{self.scheme}/{self.version}/{self.code}"

    @property
    def tree(self) -> str:
        """``scheme/version``: the catalogue that it belongs to."""
        return f"{self.scheme}/{self.version}"


class Relation(StrEnum):
    """How the category ``to`` of a mapping stands to ``from`` (对应关系)."""

    SAME = "same"
    """Both mean the same things."""
    BROADER = "broader"
    """``to`` means more: what is ``from`` is ``to``, not always the other way."""
    NARROWER = "narrower"
    """``to`` means less."""


def _is_full(_instance: object, _attribute: object, value: str) -> None:
    CategoryCode.parse(value)


@attrs.frozen(kw_only=True)
class CategoryMapping(Named):
    """One row of a mapping between two schemes (类别对照): data with its own source, and never complete by duty."""

    from_category: str = attrs.field(validator=_is_full)
    """``scheme/version/code`` of the one category."""
    to_category: str = attrs.field(validator=_is_full)
    """``scheme/version/code`` of the other, in another scheme."""
    relation: Relation


@attrs.frozen(kw_only=True)
class FilingStandard(Named):
    """One filing condition of a category (立案条件), with the limit and the closing condition that hang on it."""

    category: str
    condition: str = ""
    tags: tuple[str, ...] = ()
    """Words of a report that point to this condition."""
    threshold: str = ""
    """What has to be measured for it to hold (阈值), as published: ``>25cm²``, ``>100m²，深>15cm``, or only words."""
    quantity: tuple[str, ...] = ()
    """What the threshold is about (量), such as ``高差``; empty where the dimension of the amount says enough."""
    limit: Limit | None = None
    close_when: str = ""
    owner: str = ""
    supervisor: str = ""

    @property
    def measured(self) -> Threshold | None:
        """The threshold as it can be compared; nothing where it is only words."""
        return read_threshold(self.threshold, self.quantity) if self.threshold else None
