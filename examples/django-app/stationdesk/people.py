"""Django's user is the officer: the user name is the id on the city's roster, the groups are the roles."""

from django.contrib.auth.models import AbstractBaseUser, Group

from cmsdk import Actor, City


def actor_of(user: AbstractBaseUser) -> Actor:
    """The user as cmsdk knows people. The app vouches for them; their unit is what the roster says."""
    return Actor(user.get_username(), tuple(user.groups.order_by("name").values_list("name", flat=True)))


def make_groups(city: City) -> None:
    """A group for every role that the city's workflow names."""
    for role in sorted({role for row in city.plan.workflow.transitions for role in row.roles}):
        Group.objects.get_or_create(name=role)
