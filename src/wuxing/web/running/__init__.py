"""The processes of one installation: the parent that watches, web workers, live streams, the worker of jobs."""
