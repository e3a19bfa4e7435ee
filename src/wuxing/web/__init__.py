"""The doors: root urls, pages that belong to no procedure, the API's assembly, the command."""
