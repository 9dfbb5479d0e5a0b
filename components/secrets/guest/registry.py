# registry.py <host...>, behind files.py: whether the registries let in whoever is logged in to them on this machine. The engine asks,
# so that its proxy, its authorities and its way to a registry are what is looked at. The logins are those of the users' own
# files, which RECORD names: so it needs no order, and shows what a user would get. For the machine's role, the program is asked that
# docker would ask. No password is in what it prints.
import base64, http.client, re, socket, sys, time
from urllib.parse import quote

RECORD = "/var/lib/docker-host/secrets.json"
SOCKET = ROOT + "/run/docker.sock"
# For the engine, which gives a registry 15 seconds, and may ask several of its addresses.
PATIENCE = 45
# A role that was given to the machine a moment ago is there some seconds later, and so are its rights. Nobody waits for them twice.
ROLE_PATIENCE = float(os.environ.get("ROLE_PATIENCE", 30))
ROLE_END, PAUSE = time.monotonic() + ROLE_PATIENCE, ROLE_PATIENCE / 10
# For one answer of the program, which ends itself before.
PROGRAM_PATIENCE = float(os.environ.get("PROGRAM_PATIENCE", 60))
REFUSED = re.compile(r"denied|forbidden|authorized|\b40[13]\b", re.IGNORECASE)


class Engine(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(SOCKET)


# Status and message of the engine.
def ask(method, path, headers, body=None):
    engine = Engine("localhost")
    try:
        engine.request(method, path, body, dict(headers, **{"Content-Type": "application/json"}))
        answer = engine.getresponse()
        text = answer.read().decode(errors="replace")
    finally:
        engine.close()
    try:
        said = json.loads(text or "{}")
        return answer.status, " ".join(str(said.get("message") or said.get("Status") or "").split())
    except (ValueError, AttributeError):
        return answer.status, " ".join(text.split())[:300]


# What a user's own file has for a registry: name and password.
def login_of(path, key):
    auth = ((read_json(path).get("auths") or {}).get(key) or {}).get("auth") or ""
    name, _, password = base64.b64decode(auth).decode(errors="replace").partition(":")
    return name, password


# What the program says of the machine's role: name and password for a registry.
def login_of_role(key, helper):
    path = "/usr/bin/docker-credential-" + helper
    while True:
        try:
            done = subprocess.run([ROOT + path, "get"], input=key.encode(), stdout=subprocess.PIPE, timeout=PROGRAM_PATIENCE)
        except FileNotFoundError:
            raise Trouble("%s is not there any more" % path)
        except OSError as problem:
            raise Trouble("%s cannot be started: %s" % (path, problem.strerror))
        except subprocess.TimeoutExpired:
            raise Trouble("%s gives no answer within %g s" % (path, PROGRAM_PATIENCE))
        text = done.stdout.decode(errors="replace").strip()
        if done.returncode == 0:
            said = json.loads(text)
            return said["Username"], said["Secret"]
        if time.monotonic() >= ROLE_END:
            raise Trouble(text or "%s ends with status %d" % (path, done.returncode))
        time.sleep(PAUSE)


class Logins:
    def __init__(self):
        self.of_role = {}

    # Name and password of one user, as docker would find them; none where there is no login.
    def of(self, one):
        path, key, helper = one["file"], one["key"], one.get("helper")
        if not helper:
            return login_of(path, key)
        if (read_json(path).get("credHelpers") or {}).get(key) != helper:
            return "", ""
        if key not in self.of_role:
            try:
                self.of_role[key] = login_of_role(key, helper)
            except Trouble as problem:
                self.of_role[key] = problem
        if isinstance(self.of_role[key], Trouble):
            raise self.of_role[key]
        return self.of_role[key]


# What the engine says of a login that is not let in, and None where it is. With `again`, a right may be on its way, and is waited for.
def tried(host, key, image, name, password, again):
    login = {"username": name, "password": password, "serveraddress": key}
    if image:
        header = base64.urlsafe_b64encode(json.dumps(login).encode()).decode()
        path = "/distribution/%s/json" % quote(image, safe="/:@")
        status, said = ask("GET", path, {"X-Registry-Auth": header})
    else:
        status, said = ask("POST", "/auth", {}, json.dumps(login))
    if status == 200:
        return None
    if again and time.monotonic() < ROLE_END and REFUSED.search("%d %s" % (status, said)):
        time.sleep(PAUSE)
        return tried(host, key, image, name, password, again)
    # Nobody repeats it so far.
    return (said or "the engine answers with status %d" % status).replace(password or "\0", "***")


def look_at(hosts):
    recorded, logins = read_json(RECORD).get("logins") or [], Logins()
    wrong, asked, good = [], {}, []
    for host in hosts:
        ours = [one for one in recorded if one["host"] == host]
        if not ours:
            wrong.append("nobody is logged in to %s on this machine yet" % host)
        for one in ours:
            user, key, image = one["user"], one["key"], one["image"]
            try:
                name, password = logins.of(one)
            except Trouble as problem:
                wrong.append("%s, for %s: %s" % (host, user, problem))
                continue
            if not name:
                wrong.append("%s is not logged in to %s any more" % (user, host))
                continue
            question = (host, key, image, name, password)
            if question not in asked:
                asked[question] = tried(*question, "helper" in one)
            if asked[question] is not None:
                wrong.append("%s as %s, for %s: %s" % (image or host, name, user, asked[question]))
            elif host not in good:
                good.append(host)
    return wrong, good


try:
    wrong, good = look_at(sys.argv[1:])
    print("; ".join(wrong) if wrong else "logged in to " + ", ".join(good))
    sys.exit(1 if wrong else 0)
except (Trouble, OSError) as problem:
    if isinstance(problem, socket.timeout):
        problem = "the engine does not answer within %d s" % PATIENCE
    print("the engine cannot be asked: %s" % problem.strerror if isinstance(problem, OSError) else problem)
    sys.exit(1)
except Exception as problem:
    print("not looked at: %s in line %d" % (type(problem).__name__, line_of(problem)))
    sys.exit(1)
