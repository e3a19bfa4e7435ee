"""外来记录: assess foreign records. Service records of any system, read, mapped, imported with their own times, and scored."""
