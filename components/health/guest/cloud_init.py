# cloud_init.py <status.json> <result.json> of cloud-init <the caller's commands that failed> <a file that is there where the
# installation that failed was run again, which has a probe of its own>: says in one line how it ended;
# the exit status is 0 where it went well, 10 where it only has warnings or goes on after a command that failed, 1 for
# errors. `cloud-init status` also calls degraded what did all that it was told, in words that a later version will no longer
# take: level DEPRECATED, which the cloud.cfg of the image may bring.
import json, os, re, sys


def read(path):
    try:
        with open(path) as f:
            return json.load(f).get("v1") or {}
    except (OSError, ValueError, AttributeError) as problem:
        sys.exit("cloud-init's %s cannot be read: %s" % (path, problem))


status, result = map(read, sys.argv[1:3])
stages = [status.get(name) or {} for name in ("init-local", "init", "modules-config", "modules-final")]
errors = [str(e) for stage in stages for e in stage.get("errors") or []]
errors += [str(e) for e in result.get("errors") or [] if str(e) not in errors]
if os.path.exists(sys.argv[4]):
    errors = [error for error in errors if not re.search(r"scripts_user.*\(runcmd\)", error)]
try:
    with open(sys.argv[3]) as f:
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
