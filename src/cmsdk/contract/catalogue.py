"""Catalogue (分类体系) and filing standards (立案、处置和结案标准)."""

from enum import StrEnum

import attrs
from typing_extensions import override

from cmsdk.model.spans import Limit

from .base import Contribution, Named


class CategoryKind(StrEnum):
    """Component 部件, event 事件, service item 服务事项."""

    COMPONENT = "component"
    EVENT = "event"
    SERVICE = "service"


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


@attrs.frozen(kw_only=True)
class FilingStandard(Named):
    """One filing condition of a category (立案条件), with the limit and the closing condition that hang on it."""

    category: str
    condition: str = ""
    tags: tuple[str, ...] = ()
    """Words of a report that point to this condition."""
    threshold: str = ""
    limit: Limit | None = None
    close_when: str = ""
    owner: str = ""
    supervisor: str = ""
