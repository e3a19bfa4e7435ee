"""Products and the installed base (设备)."""
