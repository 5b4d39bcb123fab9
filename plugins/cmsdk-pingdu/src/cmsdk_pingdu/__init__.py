"""Pingdu (平度市): intake in the community, joint action, guidance; over Qingdao's. Rules stand in ``tables/``."""

from cmsdk.plugin import TableCity


class Pingdu(TableCity):
    """The city's tables, on top of Qingdao's and the national pack's."""
