/* The table of verdicts: the first fault that applies decides. */

export const ORDER = [
  "not_valid:malformed",
  "cannot_say:unknown_issuer",
  "not_valid:wrong_key",
  "not_valid:signature",
  "not_valid:content",
  "not_valid:mismatch",
  "not_valid:document",
  "not_valid:log",
  "not_valid:key_not_yet",
  "not_valid:key_retired",
  "not_valid:key_revoked",
  "not_valid:not_yet",
  "not_valid:expired",
  "not_valid:withdrawn",
  "not_valid:suspended",
  "exercise",
  "cannot_say:key_revoked",
  "cannot_say:unknown_log",
  "cannot_say:bad_status",
  "cannot_say:no_status",
  "cannot_say:stale_status",
  "cannot_say:surveillance_due",
  "cannot_say:other_address",
  "in_force",
];

export const first = (faults) => ORDER.find((code) => faults.includes(code)) || "in_force";

export const colourOf = (code) =>
  ({ not_valid: "red", cannot_say: "amber", exercise: "exercise", in_force: "green" })[code.split(":")[0]];
