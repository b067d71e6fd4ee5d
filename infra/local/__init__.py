"""The local cloud: runs the synthesized template on this machine, without Docker or an account."""
