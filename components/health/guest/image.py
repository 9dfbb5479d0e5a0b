# image.py <image.json>: whether the packages that a baked image says it has are those that rpm has, in one line; the exit
# status is 10 where they are not. What has come in their place since the image was baked is no difference: an update, or
# another version that was asked for.
import json, subprocess, sys


def differ(what):
    print("the image does not fit what it says it is: %s. Bake it anew, by another rotateImage" % what)
    sys.exit(10)


try:
    with open(sys.argv[1], encoding="utf-8") as f:
        image = json.load(f)
    # By the clock of the machine, as rpm's times are.
    sealed = int(image["sealed"])
    # Name, version and release, architecture; rpm is asked without the epoch that may stand before a version.
    wanted = [package.rsplit(".", 1)[0].rsplit("-", 2) for package in image["packages"]]
    wanted = {name: "%s-%s" % (version.split(":")[-1], release) for name, version, release in wanted}
except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
    differ("%s cannot be read (%s)" % (sys.argv[1], problem))
asked = ["rpm", "-q", "--qf", "%{NAME} %{VERSION}-%{RELEASE} %{INSTALLTIME}\\n", *wanted]
found = {}
for line in subprocess.run(asked, stdout=subprocess.PIPE, universal_newlines=True).stdout.splitlines() if wanted else []:
    words = line.split()
    # Anything else is its word for a package that is not there.
    if len(words) == 3:
        found.setdefault(words[0], []).append(words[1:])
said = []
for name, version in wanted.items():
    here = found.get(name, [])
    if not here:
        said.append("%s is not there" % name)
    elif all(one != version and int(time) <= sealed for one, time in here):
        said.append("%s is %s in place of %s" % (name, here[0][0], version))
if said:
    differ("; ".join(said[:5]) + (" and %d more" % (len(said) - 5) if len(said) > 5 else ""))
