"""The app holds the city."""

from threading import Lock

from django.apps import AppConfig, apps
from django.conf import settings

from cmsdk import City


class StationDesk(AppConfig):
    """Opens the city when it is first asked for: a server that forks does so before, and ``migrate`` needs none."""

    name = "stationdesk"
    verbose_name = "服务站工作台"

    def ready(self) -> None:
        """Nothing is opened yet."""
        self._lock, self._city = Lock(), None

    @property
    def city(self) -> City:
        """The one city of this process, shared by its threads."""
        with self._lock:
            if self._city is None:
                self._city = City.open(settings.CMSDK_CITY, settings.CMSDK_LEDGER)
            return self._city

    def close(self) -> None:
        """Let go of it; who asks again gets it opened anew."""
        with self._lock:
            if self._city is not None:
                self._city.close()
            self._city = None


def held_city() -> City:
    """The city that the app holds."""
    return apps.get_app_config("stationdesk").city
