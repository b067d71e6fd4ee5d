"""The picture service's contract: staff send a file straight to S3 by a form, and ask what has become of it;
so do those who review what they bought."""
