"""A city outside China is served in English: no sentence of the core that it can be shown has a Chinese character."""

from pathlib import Path
import re
import tomllib

import pytest

MESSAGES = Path(__file__).parents[2] / "src" / "cmsdk" / "model" / "messages"
CHINESE = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")


def _english(form: object, path: str = "") -> list[tuple[str, str]]:
    """Every text under a key ``en``, with the keys that lead to it."""
    if not isinstance(form, dict):
        return []
    found = [(path, text) for key, text in form.items() if key == "en" and isinstance(text, str)]
    return found + [pair for key, part in form.items() for pair in _english(part, f"{path}.{key}")]


@pytest.mark.parametrize("name", ["problems", "steps", "labels", "workflow"])
def test_english_sentences_are_english(name: str) -> None:
    sentences = _english(tomllib.loads((MESSAGES / f"{name}.toml").read_text(encoding="utf-8")))
    assert len(sentences) > 20
    assert [(path, text) for path, text in sentences if CHINESE.search(text)] == []
