"""What axe checks: WCAG 2.2 AA and axe's best practices."""

from typing import Any

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


RULES: dict[str, Any] = {"runOnly": TAGS, "resultTypes": ["violations"]}
