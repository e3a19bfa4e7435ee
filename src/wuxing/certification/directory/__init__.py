"""公开名录: bodies, schemes and figures that everybody may see, exports for the authorities, checks of many numbers."""
