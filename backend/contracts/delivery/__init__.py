"""The delivery service's contract: to which countries orders go, what that costs, and how long it takes."""
