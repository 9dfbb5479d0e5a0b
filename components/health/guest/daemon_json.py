# daemon_json.py <file> <lines of key and SHA-256 of its value> <keys that dockerd itself has shown>: the exit status is 0
# where they agree, 10 where the file holds more keys, 1 where one is missing or has another value. Names keys only, never
# values.
import hashlib, json, sys

path, wanted, shown = sys.argv[1:4]
wanted = dict(line.rsplit(" ", 1) for line in wanted.splitlines() if line)
try:
    with open(path, encoding="utf-8") as f:
        found = json.load(f)
except FileNotFoundError:
    found = {}
except ValueError:
    sys.exit("/etc/docker/daemon.json is not JSON")


def digest(value):
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


missing = [key for key in wanted if key not in found]
differing = [key for key in wanted if key in found and digest(found[key]) != wanted[key]]
further = [key for key in found if key not in wanted]
said = [("without ", missing), ("with another value for ", differing), ("with further keys ", further)]
if missing or differing or further:
    print("/etc/docker/daemon.json was changed:", "; ".join(what + ", ".join(keys) for what, keys in said if keys))
else:
    print("only in /etc/docker/daemon.json:", ", ".join(key for key in wanted if key not in shown.split()) or "nothing")
sys.exit(1 if missing or differing else 10 if further else 0)
