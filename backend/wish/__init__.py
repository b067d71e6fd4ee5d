"""The wish service: what people wish for, and copies of the catalogue and the stock to show it with."""
