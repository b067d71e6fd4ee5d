"""Who is shopping: sign in and out by Cognito's hosted login, and an account of one's own by its API."""
