"""Lianyungang (连云港市): the community whistles, city management reports in. Rules stand in ``tables/``."""

from cmsdk.plugin import TableCity


class Lianyungang(TableCity):
    """The city's tables, on top of the national pack's."""
