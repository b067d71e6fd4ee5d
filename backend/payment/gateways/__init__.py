"""The payment providers, one module each. `backend.payment.payment_gateway` says which functions a module must have."""
