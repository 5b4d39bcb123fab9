"""The national pack (全国包): everything stands in ``tables/``."""

from cmsdk.plugin import TableCity


class China(TableCity):
    """Catalogue, filing standards, keyword rows, holidays with make-up days, workflow and 7-2-1."""
