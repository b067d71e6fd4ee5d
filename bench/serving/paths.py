"""Where the served storefront tells what only a benchmark asks for."""

SESSION = "/bench/session"
