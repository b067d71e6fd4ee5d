"""Code that every service uses to run on AWS; it knows nothing of the shop."""
