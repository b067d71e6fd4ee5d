"""The picture service's contract: staff send a file straight to S3 by a form, and ask what has become of it."""
