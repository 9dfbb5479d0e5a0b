# secrets.py, behind files.py: puts on this machine what is ordered, secret files and logins at registries, and takes away what it
# had put there and is ordered no more. Where the machine's own role logs in, docker is told to ask a program, which is ordered, too. The order is on stdin, JSON with a member `secrets`. It prints one line of what it did
# or, with status 1, all that it could not do; no content and no password is in that. RECORD says where something was given, not what.
import base64, signal, sys

RECORD = "/var/lib/docker-host/secrets.json"
# Such a file is no secret.
PROGRAMS = "/usr/bin/docker-credential-"


# There is none where nothing is left of what was given.
def write_record(files, folders, logins):
    fd = enter(os.path.dirname(RECORD), 0o755)
    if not (files or folders or logins):
        remove(fd, os.path.basename(RECORD))
        os.close(fd)
        return
    text = json.dumps({"version": 1, "files": sorted(files), "folders": folders, "logins": logins}) + "\n"
    put(fd, RECORD, text.encode(), SELF, os.getegid(), 0o600)
    os.close(fd)


def put_file(order, users, groups, folders):
    path, (user, _, group) = order["path"], order["owner"].partition(":")
    for name, known in ((user, users), (group or "root", groups)):
        if name not in known:
            raise Trouble("%s is to belong to %s, and there is no %s on this machine" % (path, order["owner"], name))
    fd = enter(os.path.dirname(path), 0o755, None, folders)
    try:
        owner = int(users[user][2]), int(groups[group or "root"][2])
        return put(fd, path, base64.b64decode(order["content"]), *owner, int(order["permissions"], 8))
    finally:
        os.close(fd)


def drop_file(path):
    try:
        fd = enter(os.path.dirname(path))
    except FileNotFoundError:
        return False
    try:
        remove(fd, NEW)
        return remove(fd, os.path.basename(path))
    finally:
        os.close(fd)


# A folder that was made here goes with the last that is in it. Those that stay, which is for as long as anything was given.
def drop_folders(folders, given):
    stay = []
    for folder in sorted(folders, key=len, reverse=True):
        try:
            fd = enter(os.path.dirname(folder))
            try:
                os.rmdir(os.path.basename(folder), dir_fd=fd)
            finally:
                os.close(fd)
        except FileNotFoundError:
            pass
        except (OSError, Trouble):
            stay.append(folder)
    return sorted(stay) if given else []


# The docker command's file with these logins in it, each a password or the program that is asked, and without those of `old` that
# it had from here. Whatever else is in it is the user's own.
def merged(text, path, add, old):
    config = parsed(text, path)
    auths, helpers = config.get("auths") or {}, config.get("credHelpers") or {}
    if not isinstance(auths, dict) or not isinstance(helpers, dict):
        raise Trouble("%s is not of the docker command's form; correct or remove it" % path)
    ours = {one["key"]: one["helper"] for one in [*old, *add] if one.get("helper")}
    helpers = {key: name for key, name in helpers.items() if key not in ours or name != ours[key]}
    for one in sorted(add, key=lambda one: one["key"]):
        key, asked = one["key"], one.get("helper")
        name = "credHelpers" if key in helpers else "credsStore"
        helper = helpers[key] if key in helpers else config.get(name)
        # A helper of one registry comes before the one of all, and before what is in the file.
        if (helper and not asked) or (asked and key in helpers):
            said = "%s names a program in %s that docker asks for the login, and not %s"
            said = said % (path, name, "ours" if asked else "the file")
            raise Trouble("%s; remove it there, or leave the user out of registries" % said)
    gone = {one["key"] for one in old if not one.get("helper")}
    auths = {key: value for key, value in auths.items() if key not in gone}
    auths.update((one["key"], {"auth": one["auth"]}) for one in add if not one.get("helper"))
    helpers.update((one["key"], one["helper"]) for one in add if one.get("helper"))
    for name, left in (("auths", auths), ("credHelpers", helpers)):
        if left:
            config[name] = left
        else:
            config.pop(name, None)
    return (json.dumps(config, indent="\t", ensure_ascii=False) + "\n").encode() if config else b""


# Logs a user in and out. True where that was not so already. Of a user who is gone, the file may still be there.
def log_in(user, users, path, add, old, folders):
    if user not in users and add:
        raise Trouble("there is no user %s on this machine to log in to a registry" % user)
    owner = (int(users[user][2]), int(users[user][3])) if user in users else None
    home = os.path.dirname(os.path.dirname(path))
    try:
        os.close(enter(home))
        fd = enter(os.path.dirname(path), 0o700 if add else None, owner, folders)
    except FileNotFoundError:
        if not add:
            return False
        raise Trouble("%s, the home of %s, does not exist" % (home, user))
    try:
        seen, before = look(fd, path)
        if seen and not stat.S_ISREG(seen.st_mode):
            raise Trouble("%s is a link; put a file in its place" % path)
        if not seen and not add:
            return False
        content = merged(before, path, add, old)
        return put(fd, path, content, *(owner or (seen.st_uid, seen.st_gid)), 0o600) if content else remove(fd, "config.json")
    finally:
        os.close(fd)


class Settling:
    def __init__(self):
        self.wrong = []

    # Goes on with the next, so that everything that is wrong is said at once. Whether something was changed; None where it failed.
    def attempt(self, what, action, *arguments):
        try:
            return action(*arguments)
        except Trouble as problem:
            self.wrong.append(str(problem))
        except OSError as problem:
            self.wrong.append("%s: %s" % (what, problem.strerror))
        return None


def settle(order):
    files, registries = order.get("files") or [], order.get("registries") or []
    programs = [order["program"]] if order.get("program") else []
    auth = {
        one["key"]: base64.b64encode((one["username"] + ":" + one["password"]).encode()).decode()
        for one in registries
        if not one.get("helper")
    }
    wanted = {one["path"] for one in files + programs}
    owners = [one["owner"].partition(":") for one in files + programs]
    users = entries("passwd", {user for user, _, _ in owners} | {user for one in registries for user in one["users"]})
    groups = entries("group", {group or "root" for _, _, group in owners})
    file = lambda user: os.path.join(users[user][5] if user in users else "/", ".docker", "config.json")
    asked = [
        {
            **{"user": user, "file": file(user), "host": one["host"], "key": one["key"], "image": one.get("image")},
            **({"helper": one["helper"]} if one.get("helper") else {}),
        }
        for one in registries
        for user in one["users"]
    ]
    record = read_json(RECORD)
    old, folders, before = [record.get(key) or [] for key in ("files", "folders", "logins")]
    # A login of another kind at the same place is another one.
    place = lambda one: (one["user"], one["file"], one["key"], one.get("helper"))
    gone = [one for one in before if place(one) not in set(map(place, asked))]
    # As long as it is not known what is still there, both stand in it: a run that is cut off forgets nothing.
    write_record(wanted | set(old), folders, asked + gone)
    run = Settling()
    for one in programs:
        run.attempt(one["path"], put_file, one, users, groups, folders)
    written = [run.attempt(one["path"], put_file, one, users, groups, folders) for one in files]
    over = sorted(set(old) - wanted)
    removed = {path: run.attempt(path, drop_file, path) for path in over if not path.startswith(PROGRAMS)}
    logins = {}
    for user, path in sorted({(one["user"], one["file"]) for one in asked + gone}):
        mine = lambda one: (one["user"], one["file"]) == (user, path)
        add = [dict(one, auth=auth.get(one["key"])) for one in filter(mine, asked)]
        logins[user, path] = run.attempt(user, log_in, user, users, path, add, list(filter(mine, gone)), folders)
    # What could not be taken away is tried again the next time. A program stays for as long as any login names it.
    left = asked + [one for one in gone if logins[one["user"], one["file"]] is None]
    if not any(one.get("helper") for one in left):
        removed.update((path, run.attempt(path, drop_file, path)) for path in over if path.startswith(PROGRAMS))
    kept = wanted | {path for path in over if removed.get(path) is None}
    write_record(kept, drop_folders(folders, kept or left), left)
    relabel()
    if run.wrong:
        raise Trouble("; ".join(run.wrong))
    taken = [path for path, done in removed.items() if done and not path.startswith(PROGRAMS)]
    counts = "%d written, %d removed" % (sum(map(bool, written)), len(taken))
    said = "%d secret file%s (%s)" % (len(files), "" if len(files) == 1 else "s", counts)
    if asked:
        who = [", ".join(sorted({one[part] for one in asked})) for part in ("user", "host")]
        said += "; %s logged in to %s" % tuple(who)
    return said


# The connection may be lost at any moment.
signal.signal(signal.SIGHUP, signal.SIG_IGN)
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
os.umask(0o077)
try:
    print(settle(json.load(sys.stdin).get("secrets") or {}))
except Trouble as problem:
    print(problem)
    sys.exit(1)
except Exception as problem:
    # Its text might hold a part of the order.
    print("not done: %s in line %d" % (type(problem).__name__, line_of(problem)))
    sys.exit(1)
