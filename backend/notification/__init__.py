"""The notification service: informs shoppers by mail about their orders. It consumes most events and decides
nothing."""
