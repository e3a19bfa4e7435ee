"""What changes about public logs and witnesses."""
