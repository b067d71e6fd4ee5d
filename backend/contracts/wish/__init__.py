"""The wish service's contract: lists of what people wish for."""
