"""What an account requires of its owner: the user pool enforces it, and the sign-up form shows it beforehand."""

SHORTEST_PASSWORD = 10  # characters, of any kind: length is what makes guessing long (NIST SP 800-63B, ASVS 6.2.5)
LONGEST_PASSWORD = 256  # Cognito's own limit
