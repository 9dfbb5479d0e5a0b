# files.py: reading and writing as root where others may write as well. It stands before another program, whose text goes on
# behind it. ROOT is empty on a host; tests point it at a scratch folder.
import json, os, stat, subprocess

ROOT = os.environ.get("ROOT", "")
SELF = os.geteuid()
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# What a new file is called until it is whole. It is always the same, so that a run which was cut off leaves only one behind.
NEW = ".docker-host-secret.new"
# Paths that were made, whose SELinux labels have to be those of their places.
labels = []


# A descriptor of a folder. Each step is taken from the folder before, so that nobody can put a link in its place meanwhile, and
# of links only those are followed that nobody but root could have made. With a mode, missing folders are made, for `owner` or
# whoever has the folder above, and added to `made`.
def enter(path, mode=None, owner=None, made=None):
    todo, at, links = path.split("/"), "", 0
    fd = os.open(ROOT or "/", FOLDER)
    try:
        while todo:
            name = todo.pop(0)
            if name in ("", "."):
                continue
            here, place = os.fstat(fd), os.path.normpath(at + "/" + name)
            try:
                inner = os.open(name, FOLDER, dir_fd=fd)
            except FileNotFoundError:
                if mode is None:
                    raise
                os.mkdir(name, 0o700, dir_fd=fd)
                inner = os.open(name, FOLDER, dir_fd=fd)
                os.fchown(inner, *(owner or (here.st_uid, here.st_gid)))
                os.fchmod(inner, mode)
                labels.append(place)
                if made is not None and place not in made:
                    made.append(place)
            except OSError:
                seen = os.lstat(name, dir_fd=fd)
                if not stat.S_ISLNK(seen.st_mode):
                    raise Trouble("%s is no folder" % place)
                links += 1
                if seen.st_uid != SELF or here.st_uid != SELF or here.st_mode & 0o022 or links > 20:
                    raise Trouble("%s is a link that others than root can change; name the place to which it leads" % place)
                target = os.readlink(name, dir_fd=fd)
                todo = target.split("/") + todo
                if target.startswith("/"):
                    os.close(fd)
                    fd, at = os.open(ROOT or "/", FOLDER), ""
                continue
            os.close(fd)
            fd, at = inner, place
        return fd
    except BaseException:
        os.close(fd)
        raise


# What lies at a place in a folder, and its bytes where it is a file; None where there is nothing.
def look(fd, path):
    name = os.path.basename(path)
    try:
        seen = os.lstat(name, dir_fd=fd)
    except FileNotFoundError:
        return None, b""
    if stat.S_ISDIR(seen.st_mode):
        raise Trouble("%s is a folder" % path)
    if not stat.S_ISREG(seen.st_mode):
        return seen, b""
    with open(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=fd), "rb") as f:
        return seen, f.read()


# Whole or not at all: a new file takes the place of the old one. True where that was not so already.
def put(fd, path, content, uid, gid, mode):
    seen, before = look(fd, path)
    if seen and stat.S_ISREG(seen.st_mode) and before == content and seen.st_nlink == 1:
        if (seen.st_uid, seen.st_gid, stat.S_IMODE(seen.st_mode)) == (uid, gid, mode):
            return False
    remove(fd, NEW)
    new = os.open(NEW, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=fd)
    try:
        with open(new, "wb") as f:
            f.write(content)
            f.flush()
            os.fchown(new, uid, gid)
            os.fchmod(new, mode)
            os.fsync(new)
        os.rename(NEW, os.path.basename(path), src_dir_fd=fd, dst_dir_fd=fd)
    except BaseException:
        remove(fd, NEW)
        raise
    labels.append(path)
    return True


# True where there was something.
def remove(fd, name):
    try:
        os.unlink(name, dir_fd=fd)
        return True
    except FileNotFoundError:
        return False


def relabel():
    if labels:
        try:
            paths = [ROOT + path for path in dict.fromkeys(labels)]
            subprocess.run(["restorecon"] + paths, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
        except (OSError, subprocess.SubprocessError):
            pass


# A JSON object in a file; empty where there is none.
def read_json(path):
    try:
        fd = enter(os.path.dirname(path))
    except FileNotFoundError:
        return {}
    try:
        return parsed(look(fd, path)[1], path)
    finally:
        os.close(fd)


# No text of Python's own, which may quote what it could not read.
def parsed(text, path):
    try:
        value = json.loads(text or b"{}")
    except ValueError as problem:
        where = "line %d" % problem.lineno if isinstance(problem, json.JSONDecodeError) else "its letters"
        raise Trouble("%s is no JSON (%s); correct or remove it" % (path, where))
    if not isinstance(value, dict):
        raise Trouble("%s is no JSON object; correct or remove it" % path)
    return value


# Fields by name. getent knows users that stand in no file of this machine, too.
def entries(database, names):
    if not names:
        return {}
    asked = subprocess.run(["getent", database] + sorted(names), stdout=subprocess.PIPE, timeout=30)
    lines = [line.split(":") for line in asked.stdout.decode(errors="replace").splitlines()]
    return {fields[0]: fields for fields in lines}
