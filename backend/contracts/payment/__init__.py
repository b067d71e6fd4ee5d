"""The payment service's contract: money that is requested, held, captured and refunded. Card data never comes here;
only a token does."""
