"""What would have been right in a cell or a row, as a key of ``messages/expected.toml``: said in either language."""

from typing_extensions import override

from .words import catalogue, fill


class Expected(ValueError):  # noqa: N818  it names what was expected, as Unreadable names what was not
    """A value that cannot be used; ``key`` and ``facts`` say what would be right. Its own text is English."""

    def __init__(self, key: str, /, **facts: object) -> None:
        self.key = key
        self.facts = {name: str(value) for name, value in facts.items()}
        super().__init__(key)

    @override
    def __str__(self) -> str:
        return fill(catalogue("expected")[self.key]["en"], self.facts.items())


def expected_facts(error: Exception, name: str = "expected") -> dict[str, str]:
    """``error`` as facts of a problem: ``name``, a key where there is one, and what its sentence names."""
    return {name: error.key, **error.facts} if isinstance(error, Expected) else {name: str(error)}
