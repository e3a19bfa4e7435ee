"""Forms of follow-up calls, surveys and problems."""
