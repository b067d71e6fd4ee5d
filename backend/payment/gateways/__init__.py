"""The payment providers, one module each. `backend.payment.payment_gateway` says what a module must have."""
