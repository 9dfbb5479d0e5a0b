# cloud_init.py <output of cloud-init status --format json> <result.json>: says in one line how cloud-init ended; the
# exit status is 0 for done, 10 for degraded, 11 where it never ran, 1 for the rest.
import json, os, sys

status_file, result_file = sys.argv[1:3]
try:
    with open(status_file) as f:
        state = json.load(f)
except ValueError:
    sys.exit("cloud-init status gave no JSON")
status = str(state.get("extended_status") or state.get("status"))
notes = [str(e) for e in state.get("errors") or []]
notes += [str(m) for level in (state.get("recoverable_errors") or {}).values() for m in level]
if status.startswith(("disabled", "not ")):
    if not os.path.exists(result_file):
        print("cloud-init never ran here:", status)
        sys.exit(11)
    # Switched off since: what it left is the word on how it ended.
    with open(result_file) as f:
        notes = [str(e) for e in json.load(f).get("v1", {}).get("errors") or []]
    status = "error" if notes else "done"
print(status, "; ".join(notes))
sys.exit(0 if status == "done" else 10 if status.startswith("degraded") else 1)
