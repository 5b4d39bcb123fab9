"""What came of a scenario, for a program and for people."""

import attrs
from typing_extensions import override

from cmsdk.model.problem import Problem

from .story import say


@attrs.frozen(kw_only=True)
class ScenarioResult:
    """The outcome of one scenario (情景结果). ``str()`` of it is text for people; it needs no Python to be read."""

    name: str
    file: str
    line: int = 0
    """Where it begins in the file; 0 is unknown."""
    why: str = ""
    basis: str = ""
    lang: str = "en"
    problems: tuple[Problem, ...] = ()
    """What is not as expected, all of the first step at which anything is not."""
    story: tuple[str, ...] = ()
    """What has happened, a sentence each."""

    decided_by: frozenset[str] = frozenset()
    """Ids of the rules that settled something in it, as the trails of its cases tell."""

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.problems

    @override
    def __str__(self) -> str:
        if self.passed:
            return say("passed", self.lang, name=self.name)
        lines = [say("failed", self.lang, name=self.name)]
        lines += [f"  {say(key, self.lang, text=getattr(self, key))}" for key in ("why", "basis") if getattr(self, key)]
        for problem in self.problems:
            lines += ["", f"  {problem.code} {problem.what(self.lang)}", f"      [{problem.where}]"]
        remedies = dict.fromkeys(problem.remedy(self.lang) for problem in self.problems)
        lines += [f"      {say('remedy', self.lang, text=remedy)}" for remedy in remedies]
        return "\n".join([*lines, "", f"  {say('history', self.lang)}", *(f"    {line}" for line in self.story)])
