# first_boot.py <uptime> <status.json> <result.json> of cloud-init <the install script's result.json> <the caller's commands
# that failed> <a file that is there where the installation that failed was run again, which has a probe of its own> <a file
# for the timeline>: writes when the stages of the boot and of the install script ran, as one JSON line, and says in one line
# how cloud-init ended. One program for both, because each start of Python takes long where processors are slow.
# The exit status is 0 where it went well, 10 where it only has warnings or goes on after a command that failed, 1 for
# errors. `cloud-init status` also calls degraded what did all that it was told, in words that a later version will no longer
# take: level DEPRECATED, which the cloud.cfg of the image may bring.
import json, os, re, sys, time

uptime, status_file, result_file, install_file, commands_file, again_file, timeline_file = sys.argv[1:]
STAGES = ("init-local", "init", "modules-config", "modules-final")


# What is in the file, and why nothing is.
def read(path):
    try:
        with open(path) as f:
            found = json.load(f)
        return found.get("v1") or found, ""
    except (OSError, ValueError, AttributeError) as problem:
        return {}, "cloud-init's %s cannot be read: %s" % (path, problem)


# Starts are seconds since 1970.
def timeline(status, install):
    boot = time.time() - float(open(uptime).read().split()[0])
    for name in STAGES:
        stage = status.get(name) or {}
        start, finished = stage.get("start"), stage.get("finished")
        if start and finished:
            if start < 1e9:
                # Newer versions count from the boot.
                start, finished = start + boot, finished + boot
            if name == "init-local" and start > boot:
                yield "boot", "kernel and systemd", boot, start - boot
            yield "cloud-init", name, start, finished - start
    if install.get("status") in ("done", "failed"):
        start = os.stat(install_file).st_mtime - install["seconds"]
        for stage in install.get("stages", []):
            yield "install", stage["name"], start, stage["seconds"]
            start += stage["seconds"]


status, unreadable = read(status_file)
result, unreadable_too = read(result_file)
entries = []
try:
    for group, name, start, seconds in timeline(status, read(install_file)[0]):
        entries.append({"group": group, "name": name, "start": round(start, 3), "seconds": round(seconds, 3)})
except (OSError, ValueError, KeyError, TypeError, AttributeError):
    # The check itself goes on without what is not as it should be.
    pass
with open(timeline_file, "w") as f:
    print(json.dumps({"timeline": entries}), file=f)
if unreadable or unreadable_too:
    sys.exit(unreadable or unreadable_too)

stages = [status.get(name) or {} for name in STAGES]
errors = [str(e) for stage in stages for e in stage.get("errors") or []]
errors += [str(e) for e in result.get("errors") or [] if str(e) not in errors]
if os.path.exists(again_file):
    errors = [error for error in errors if not re.search(r"scripts_user.*\(runcmd\)", error)]
try:
    with open(commands_file) as f:
        commands = f.read().splitlines()
except OSError:
    commands = []
levels = [level for stage in stages for level in (stage.get("recoverable_errors") or {}).items()]
warnings = [str(message) for name, messages in levels if name != "DEPRECATED" for message in messages]
if errors:
    print("error:", "; ".join(errors + commands))
elif warnings or commands:
    print("degraded:", "; ".join(warnings + commands))
else:
    print("done, datasource", status.get("datasource") or "unknown")
sys.exit(1 if errors else 10 if warnings or commands else 0)
