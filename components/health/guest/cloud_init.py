# cloud_init.py <status.json> <result.json> of cloud-init: says in one line how it ended; the exit status is 0 where it
# went well, 10 where it only has warnings (what `cloud-init status` calls degraded), 1 for errors.
import json, sys


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
warnings = [str(m) for stage in stages for level in (stage.get("recoverable_errors") or {}).values() for m in level]
if errors:
    print("error:", "; ".join(errors))
elif warnings:
    print("degraded:", "; ".join(warnings))
else:
    print("done, datasource", status.get("datasource") or "unknown")
sys.exit(1 if errors else 10 if warnings else 0)
