"""The newsletter service's contract: who wants the newsletter, and has confirmed it."""
