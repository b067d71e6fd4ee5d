"""What is kept by an earlier release, brought up to this one through staff operations."""
