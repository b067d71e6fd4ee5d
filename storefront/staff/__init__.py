"""The shop's back office: orders to pack and send, and stock. The services decide who may do what; these pages merely
hide what is not allowed."""
