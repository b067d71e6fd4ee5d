"""The delivery service's contract: the countries that orders go to, what delivery costs, and how long it takes."""
