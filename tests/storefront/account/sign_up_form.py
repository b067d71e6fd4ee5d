"""A sign-up form as it should be filled in."""

GOOD = {
    "email": "ada@example.com",
    "name": "Ada",
    "password": "Fresh-paper-and-ink-3",
    "code": "123 456",
    "next": "/checkout/",
}
