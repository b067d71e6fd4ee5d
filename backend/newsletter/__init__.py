"""The newsletter service: who wants the newsletter, with the proof that they do."""
