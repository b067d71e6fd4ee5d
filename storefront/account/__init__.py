"""Who is shopping: sign-in and sign-out by Cognito's hosted login, and registration by its API."""
