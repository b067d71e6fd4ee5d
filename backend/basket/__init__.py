"""The basket service: what shoppers and guests intend to buy, priced from the service's own copy of the offers."""
