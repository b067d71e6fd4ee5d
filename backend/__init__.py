"""The backend: one folder per microservice, and the contracts they meet at."""
