# access.py: makes true who may use this machine; what is to be is on stdin, see ../order.ts. Prints one line, and ends with 0, or
# with 1 and the reason. Run again after any interruption it goes on: what it has given, or the first boot, stands in a record,
# and it takes away nothing else. It adds before it removes, and puts each file in its place whole, so that who keeps access has
# the old one or the new one at every moment. Paths are below ROOT, which is empty on a host; tests point it at a scratch folder.
import fcntl, json, os, re, signal, stat, sys, time

ROOT = os.environ.get("ROOT", "")
FOLDER = ROOT + "/var/lib/docker-host"
RECORD = FOLDER + "/access.json"
SUDOERS = ROOT + "/etc/sudoers.d"
OURS, CLOUD_INITS = SUDOERS + "/90-docker-host-users", SUDOERS + "/90-cloud-init-users"
RULE = "%s ALL=(ALL) NOPASSWD:ALL"
# Options, which may hold quoted blanks; the type; the key.
KEY = re.compile(r'^\s*((?:"(?:\\"|\\(?!")|[^"\\])*"|[^\s"])+\s+)?((?:sk-)?(?:ssh|ecdsa)-[\w@.-]+)\s+([A-Za-z0-9+/=]+)(.*)$')
changes = []


def fail(reason):
    print(reason)
    sys.exit(1)


# --- programs and files


def run(*words):
    """What a program says where it fails, else None. In a session of its own it comes to its end, whatever ends us."""
    # It takes as long to load as all else together, where processors are slow.
    import subprocess

    for wait in (1, 2, 4, 8, None):
        try:
            done = subprocess.run(
                words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                universal_newlines=True,
                start_new_session=True,
                timeout=60,
            )
        except FileNotFoundError:
            return "%s is not there" % words[0]
        except subprocess.TimeoutExpired:
            return "%s did not end in 60 s" % " ".join(words)
        if done.returncode == 0:
            return None
        # Without its name, since what follows gpasswd and a colon would be taken for a password, and not be shown.
        said = " ".join(done.stdout.split()).replace(words[0] + ": ", "")
        said = said or "%s ended with status %d" % (words[0], done.returncode)
        # Somebody else is at work on the accounts.
        if wait is None or "lock" not in said or words[0] not in ACCOUNTS:
            return said
        time.sleep(wait)


ACCOUNTS = ("useradd", "usermod", "groupadd", "gpasswd")


def must(what, *words):
    said = run(*words)
    if said is not None:
        fail("%s: %s" % (what, said))


def lines(path):
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as f:
            return f.read().splitlines()
    except FileNotFoundError:
        return []


def put(path, text, mode, folder=None, owner=None, check=None):
    """A new file in the place of the old one. With `folder`, a descriptor, no link is followed."""
    new = os.path.join(os.path.dirname(path), "." + os.path.basename(path) + ".docker-host")
    try:
        os.unlink(new, dir_fd=folder)
    except FileNotFoundError:
        pass
    fd = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode, dir_fd=folder)
    with os.fdopen(fd, "w", encoding="utf-8", errors="surrogateescape") as f:
        os.fchmod(fd, mode)
        chown(fd, owner)
        f.write(text)
        f.flush()
        os.fsync(fd)
    said = check and check(new)
    if said:
        os.unlink(new, dir_fd=folder)
        fail("%s would not be valid: %s" % (path[len(ROOT) :], said))
    os.rename(new, path, src_dir_fd=folder, dst_dir_fd=folder)


def chown(fd, owner):
    if owner and os.fstat(fd)[4:6] != owner:
        try:
            os.fchown(fd, *owner)
        except PermissionError:
            # On a scratch root, the tests need not be root.
            if not ROOT:
                raise


# --- accounts


def account(name):
    for line in lines(ROOT + "/etc/passwd"):
        fields = line.split(":")
        if fields[0] == name and len(fields) == 7:
            return fields
    return None


def members(group):
    for line in lines(ROOT + "/etc/group"):
        fields = line.split(":")
        if fields[0] == group and len(fields) == 4:
            return [name for name in fields[3].split(",") if name]
    return None


def expires(name):
    shadow = (line.split(":") for line in lines(ROOT + "/etc/shadow"))
    return any(fields[0] == name and fields[7] for fields in shadow if len(fields) > 7)


def join(group, name):
    if members(group) is None:
        must("group %s cannot be made" % group, "groupadd", *(["-r"] if group == "docker" else []), group)
    if name in members(group):
        return
    # Users of OS Login and of directories are not in /etc/passwd, where usermod looks; gpasswd finds them as well.
    said = run("usermod", "-aG", group, name) if account(name) else run("gpasswd", "-a", name, group)
    if said is not None:
        fail("%s cannot be put into group %s: %s" % (name, group, said))
    changes.append("%s into %s" % (name, group))


def leave(group, name):
    if name in (members(group) or []):
        must("%s cannot be taken out of group %s" % (name, group), "gpasswd", "-d", name, group)
        changes.append("%s out of %s" % (name, group))


def make(user):
    name, here = user["name"], account(user["name"])
    if not here:
        own = ["-g", name] if members(name) is not None else []
        must("user %s cannot be made" % name, "useradd", "-m", "-s", user["shell"], *own, name)
        changes.append("made %s" % name)
        here = account(name) or fail("useradd has not made %s" % name)
    if here[6] != user["shell"]:
        must("the shell of %s cannot be changed" % name, "usermod", "-s", user["shell"], name)
        changes.append("shell of %s" % name)
    # So it was left when it was taken out. The password stays locked, as that of a new user is.
    if expires(name):
        must("user %s cannot be unlocked" % name, "usermod", "-e", "", name)
        changes.append("unlocked %s" % name)
    home = ROOT + here[5]
    if not os.path.isdir(home):
        os.makedirs(home, 0o700)
        chown_path(home, here)
    for group in user["groups"]:
        join(group, name)


def chown_path(path, here):
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    chown(fd, (int(here[2]), int(here[3])))
    os.close(fd)


# --- keys


def key_of(line):
    found = KEY.match(line)
    return found.group(3) if found else None


def set_keys(name, wanted, given):
    """Puts `wanted` into the user's authorized_keys and takes those of `given` out; None as `given` empties the file."""
    here = account(name)
    if not here:
        return
    owner = (int(here[2]), int(here[3]))
    try:
        home = os.open(ROOT + here[5], os.O_RDONLY | os.O_DIRECTORY)
    except OSError as problem:
        return fail("the home folder of %s cannot be used: %s" % (name, problem.strerror)) if wanted else None
    try:
        folder = ssh_folder(name, home, owner, wanted)
        if folder is None:
            return
        try:
            old = read_keys(name, folder)
            new = [] if given is None else merged(old, wanted, given)
            if new != old:
                put("authorized_keys", "".join(line + "\n" for line in new), 0o600, folder, owner)
                changes.append("keys of %s" % name)
        finally:
            os.close(folder)
    finally:
        os.close(home)


def ssh_folder(name, home, owner, wanted):
    """The user's own folder, in which a link could lead anywhere, so that none is followed."""
    for _try in range(2):
        try:
            return os.open(".ssh", os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=home)
        except FileNotFoundError:
            if not wanted:
                return None
            os.mkdir(".ssh", 0o700, dir_fd=home)
            folder = os.open(".ssh", os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=home)
            chown(folder, owner)
            # Files in it get its label.
            run("restorecon", os.readlink("/proc/self/fd/%d" % folder))
            os.close(folder)
        except OSError:
            if wanted:
                fail("~/.ssh of %s is no folder or a link, which is not followed; put a folder there" % name)
            os.unlink(".ssh", dir_fd=home)
            return None


def read_keys(name, folder):
    try:
        fd = os.open("authorized_keys", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        return []
    with os.fdopen(fd, encoding="utf-8", errors="surrogateescape") as f:
        return f.read(1 << 20).splitlines() if stat.S_ISREG(os.fstat(fd).st_mode) else []


def merged(old, wanted, given):
    ours, gone = {}, {key_of(line) for line in given}
    for line in wanted:
        ours.setdefault(key_of(line), []).append(line)
    new = []
    for line in old:
        key = key_of(line)
        if key in ours:
            new += ours[key]
            ours[key] = []
        elif key is None or key not in gone:
            new.append(line)
    return new + [line for rest in ours.values() for line in rest]


def login_keys(login, given):
    """Those beside our own, whose line is never touched. Where cloud-init has put ours into root's file, it has put all there."""
    own = key_of(login["ownKey"])
    wanted = [key for key in login["keys"] if key_of(key) != own]
    given = [key for key in given if key_of(key) != own]
    set_keys(login["name"], wanted, given)
    for line in lines(ROOT + "/root/.ssh/authorized_keys"):
        if own is not None and key_of(line) == own:
            options = KEY.match(line).group(1)
            bound = [key if options is None else options + bare(key) for key in wanted]
            set_keys("root", bound, given)
            return


def bare(line):
    found = KEY.match(line)
    return "".join([found.group(2), " ", found.group(3), found.group(4)]) if found else line


# --- sudo


def visudo(path):
    return run("visudo", "-cf", path)


def set_sudo(wanted, taken):
    """Rules of our own file for those who have none of cloud-init's, and none of cloud-init's for who shall have none."""
    theirs = lines(CLOUD_INITS)
    ours = "".join(RULE % name + "\n" for name in wanted if RULE % name not in theirs)
    if ours and ours.splitlines() != lines(OURS):
        put(OURS, ours, 0o440, check=visudo)
        changes.append("sudo")
    gone = {text % name for name in taken for text in (RULE, "# User rules for %s")}
    rest = [line for line in theirs if line.strip() not in gone]
    if rest != theirs:
        put(CLOUD_INITS, "".join(line + "\n" for line in rest), 0o440, check=visudo)
        changes.append("sudo")
    if not ours and os.path.exists(OURS):
        os.unlink(OURS)
        changes.append("sudo")


# --- who is taken out


def lock(name):
    if account(name) and not expires(name):
        must("user %s cannot be locked" % name, "usermod", "-L", "-e", "1970-01-02", name)
        changes.append("locked %s" % name)
    try:
        os.unlink(ROOT + "/var/lib/systemd/linger/" + name)
    except FileNotFoundError:
        pass


def end_sessions(name):
    """Ends what began with a login of this user. Not all that runs by this number: a container may run by it."""
    here = account(name)
    if not here or here[2] == "0":
        return
    run("loginctl", "terminate-user", name)
    for _try in range(10):
        running = [pid for pid in os.listdir(ROOT + "/proc") if pid.isdigit() and began_by(pid) == here[2]]
        if not running:
            return
        run("kill", "-KILL", *running)
        time.sleep(0.1)
    fail("sessions of %s do not end: processes %s" % (name, " ".join(running)))


def began_by(pid):
    """Whose login a process comes from. The kernel keeps that also where sudo has made it root's."""
    found = lines_of_process(pid, "loginuid")
    return found[0].strip() if found else None


def lines_of_process(pid, name):
    try:
        return lines("%s/proc/%s/%s" % (ROOT, pid, name))
    except OSError:
        return []


# --- the order


def settings(docker_users):
    """What a later run of the install script would put into the group."""
    path = ROOT + "/etc/docker-host/install.env"
    old = lines(path)
    words = " ".join("'%s'" % name for name in docker_users)
    new = ["DOCKER_USERS=(%s)" % words if re.match(r"DOCKER_USERS=\(.*\)$", line) else line for line in old]
    if new != old:
        put(path, "".join(line + "\n" for line in new), 0o600)


def refused(order, before):
    """What would take away the way by which we have come; nothing has been touched yet."""
    login = order["login"]
    names = [user["name"] for user in order["users"]]
    for name in names:
        here = account(name)
        if name == login["name"] or (here and here[2] == "0"):
            fail("users names %s, who is the machine's own; take it out" % name)
    for key in login["keys"]:
        if key_of(key) == key_of(login["ownKey"]) and bare(key) != key.strip():
            fail("loginKeys holds the key by which the check comes, with options that bind it; take it out")
    return [user for user in before["users"] if user["name"] not in names + [login["name"]]]


def united(order, before):
    """What the machine may have of the one and of the other."""
    users = {user["name"]: dict(user) for user in order["users"]}
    for old in before["users"]:
        new = users.setdefault(old["name"], dict(old))
        new["sudo"] = new["sudo"] or old["sudo"]
        for name in ("keys", "groups"):
            new[name] = new[name] + [one for one in old[name] if one not in new[name]]
    login = dict(order["login"])
    login["keys"] = login["keys"] + [key for key in before["login"]["keys"] if key not in login["keys"]]
    docker = order["dockerUsers"] + [name for name in before["dockerUsers"] if name not in order["dockerUsers"]]
    return {"login": login, "users": list(users.values()), "dockerUsers": docker}


def remember(order):
    text = json.dumps(order, sort_keys=True) + "\n"
    if lines(RECORD) != text.splitlines():
        put(RECORD, text, 0o600)


def settle(order):
    try:
        with open(RECORD, encoding="utf-8") as f:
            before = json.load(f)
    except FileNotFoundError:
        # The first boot has given what is declared.
        before = order
    except ValueError as problem:
        fail("%s cannot be read: %s" % (RECORD[len(ROOT) :], problem))
    removed = refused(order, before)
    remember(united(order, before))

    old = {user["name"]: user for user in before["users"]}
    for user in order["users"]:
        make(user)
        set_keys(user["name"], user["keys"], old.get(user["name"], user)["keys"])
    login_keys(order["login"], before["login"]["keys"])
    for name in order["dockerUsers"]:
        join("docker", name)

    lost = set()
    for user in order["users"]:
        for group in old.get(user["name"], user)["groups"]:
            if group not in user["groups"] and group != "docker":
                leave(group, user["name"])
                lost.add(user["name"])
    for user in removed:
        lock(user["name"])
        set_keys(user["name"], [], None)
        for group in user["groups"] + ["docker"]:
            leave(group, user["name"])
        lost.add(user["name"])
    for name in before["dockerUsers"]:
        if name not in order["dockerUsers"]:
            leave("docker", name)
            lost.add(name)
    wanted = [user["name"] for user in order["users"] if user["sudo"]]
    set_sudo(wanted, [user["name"] for user in before["users"] if user["sudo"] and user["name"] not in wanted])
    # A session keeps the groups that it began with. Ours is one of the login's.
    for name in sorted(lost - {order["login"]["name"]}):
        end_sessions(name)
    settings(order["dockerUsers"])
    remember(order)


def main():
    for one in (signal.SIGHUP, signal.SIGPIPE):
        signal.signal(one, signal.SIG_IGN)
    os.umask(0o077)
    order = json.load(sys.stdin)["access"]
    os.makedirs(FOLDER, 0o755, exist_ok=True)
    # A check whose connection was lost may still be at work.
    folder = os.open(FOLDER, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        print("another check is at work on the users of this machine;", flush=True)
        fcntl.flock(folder, fcntl.LOCK_EX)
    settle(order)
    names = [order["login"]["name"]] + [user["name"] for user in order["users"]]
    said = "changed: " + ", ".join(dict.fromkeys(changes)) if changes else "nothing to change"
    print("users: %s; %s" % (", ".join(names), said))


main()
