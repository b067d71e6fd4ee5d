"""The basket service: what shoppers and guests want to buy, at prices from its own copy of the offers."""
