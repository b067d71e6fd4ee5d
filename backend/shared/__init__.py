"""AWS grammar that every service speaks; not one shop word."""
