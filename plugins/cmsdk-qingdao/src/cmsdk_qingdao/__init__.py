"""Qingdao (青岛市): rules for the whole city; findings of patrols, cameras and drones. Rules stand in ``tables/``."""

from cmsdk.plugin import TableCity


class Qingdao(TableCity):
    """The city's tables, on top of the national pack's."""
