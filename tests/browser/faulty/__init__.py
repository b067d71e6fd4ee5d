"""The storefront with everything gone wrong: addresses that fail in each way there is, before services that do not
answer."""
