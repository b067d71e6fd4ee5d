"""What an account asks of its owner: the user pool enforces it, and the sign-up form says it before it is sent."""

SHORTEST_PASSWORD = 12  # characters; a lower-case and an upper-case letter, a digit and a symbol must be among them
LONGEST_PASSWORD = 256  # Cognito's own limit
