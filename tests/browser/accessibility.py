"""What axe checks: WCAG 2.2 AA and axe's best practices."""

from typing import Any

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# Without axe's preload, which reads every style sheet and sound file anew at each run: only an experimental rule and one
# about sounds that start by themselves look at what it brings, and the shop has no sounds.
RULES: dict[str, Any] = {"runOnly": TAGS, "resultTypes": ["violations"], "preload": False}
