"""What a guard (条件) is: a check of a command on a case, beside whether the case alone decides it."""

from collections.abc import Callable

import attrs

from cmsdk.model.commands import Refusal

from .procedure import Asked


@attrs.frozen
class Guard:
    """A condition. ``of_case`` says that it hangs on the case alone, not on what is commanded or by whom."""

    check: Callable[[Asked], Refusal | None]
    of_case: bool = False
