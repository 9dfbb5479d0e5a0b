# timeline.py <uptime> <cloud-init's status.json> <install's result.json>: when the stages of the boot and of the install
# script ran, as one JSON line. Starts are seconds since 1970; a file that is not there has no entries.
import json, os, sys, time

entries = []


def add(group, name, start, seconds):
    entries.append({"group": group, "name": name, "start": round(start, 3), "seconds": round(seconds, 3)})


def read(path):
    try:
        with open(path) as f:
            return json.load(f)
    except (OSError, ValueError):
        return {}


uptime, status_file, result_file = sys.argv[1:4]
boot = time.time() - float(open(uptime).read().split()[0])
stages = read(status_file).get("v1", {})
for name in ("init-local", "init", "modules-config", "modules-final"):
    stage = stages.get(name) or {}
    start, finished = stage.get("start"), stage.get("finished")
    if start and finished:
        if start < 1e9:
            # Newer versions count from the boot.
            start, finished = start + boot, finished + boot
        if name == "init-local" and start > boot:
            add("boot", "kernel and systemd", boot, start - boot)
        add("cloud-init", name, start, finished - start)
result = read(result_file)
if result.get("status") in ("done", "failed"):
    start = os.stat(result_file).st_mtime - result["seconds"]
    for stage in result.get("stages", []):
        add("install", stage["name"], start, stage["seconds"])
        start += stage["seconds"]
print(json.dumps({"timeline": entries}))
