"""电话派工记录: which fields a record must have before it can be dispatched (procedure 4, intake)."""


def missing_fields(
    *,
    work_type: str,
    customer: str,
    contact: str,
    phone: str,
    address: str,
    product: str,
    serial: str,
    serial_unknown: bool,
    purchased: bool,
    purchase_unknown: bool,
    fault: str,
) -> tuple[str, ...]:
    """Return the names of the mandatory fields that are empty, in the order of the form; empty when complete.

    Serial number and purchase date may be marked "customer cannot say": the technician then reads them on site.
    """
    given = {
        "customer": bool(customer),
        "contact": bool(contact),
        "phone": bool(phone),
        "address": bool(address) or work_type != "onsite",
        "product": bool(product),
        "serial": bool(serial) or serial_unknown,
        "purchased_on": purchased or purchase_unknown,
        "fault": bool(fault),
    }
    return tuple(name for name, present in given.items() if not present)
