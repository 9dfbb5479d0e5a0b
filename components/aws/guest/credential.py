# AWS, behind credential.py of ../../secrets: the metadata service gives keys of the machine's role, with which ECR is asked for a
# login. The variables are those of AWS's own programs.
import base64, datetime, hashlib, hmac, urllib.error, urllib.parse, urllib.request


# Name and keys of the machine's role.
def role_keys():
    server = urllib.parse.urlsplit(os.environ.get("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://169.254.169.254")).netloc
    status, token = metadata(server, "PUT", "/latest/api/token", {"X-aws-ec2-metadata-token-ttl-seconds": "60"})
    if status != 200:
        raise Trouble("the metadata service of this machine is turned off: it answers with status %d" % status)
    path, mine = "/latest/meta-data/iam/security-credentials/", {"X-aws-ec2-metadata-token": token}
    status, names = metadata(server, "GET", path, mine)
    if status == 404 or (status == 200 and not names.strip()):
        raise Trouble("this machine has no role")
    name = names.split("\n")[0].strip()
    status, text = metadata(server, "GET", path + name, mine) if status == 200 else (status, "")
    if status != 200:
        raise Trouble("the metadata service gives no keys of this machine's role, with status %d" % status)
    keys = json.loads(text)
    if keys.get("Code") != "Success":
        raise Trouble("this machine cannot take the role %s: %s" % (name, keys.get("Code")))
    return name, keys


def keyed(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


# The header `authorization` of a request for /, by AWS's Signature Version 4. All headers are signed; their names are in lower case.
def authorization(method, headers, body, region, service, key, secret):
    names, date = ";".join(sorted(headers)), headers["x-amz-date"]
    lines = ["%s:%s" % (name, headers[name].strip()) for name in sorted(headers)]
    request = "\n".join([method, "/", "", *lines, "", names, hashlib.sha256(body).hexdigest()])
    scope = "/".join([date[:8], region, service, "aws4_request"])
    text = "\n".join(["AWS4-HMAC-SHA256", date, scope, hashlib.sha256(request.encode()).hexdigest()])
    signing = ("AWS4" + secret).encode()
    for part in scope.split("/"):
        signing = keyed(signing, part)
    signature = keyed(signing, text).hex()
    return "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s" % (key, scope, names, signature)


# Of registries, of those that are validated by FIPS 140, and of those that have addresses of IPv6, too.
PLACES = {
    "dkr.ecr": "https://api.ecr.%(region)s.%(domain)s",
    "dkr.ecr-fips": "https://ecr-fips.%(region)s.%(domain)s",
    "dkr-ecr": "https://ecr.%(region)s.api.aws",
}


# Where ECR is asked for a login at a registry, in which region, and by which name of the service and of the action.
def service_of(registry):
    if registry == "public.ecr.aws":
        place = "https://api.ecr-public.us-east-1.amazonaws.com"
        place = os.environ.get("AWS_ENDPOINT_URL_ECR_PUBLIC", place)
        return place, "us-east-1", "ecr-public", "SpencerFrontendService.GetAuthorizationToken"
    kind, region, domain = re.match(r"[0-9]+\.(dkr[.-]ecr(?:-fips)?)\.([^.]+)\.(.+)", registry).groups()
    place = PLACES[kind] % {"region": region, "domain": domain}
    place = os.environ.get("AWS_ENDPOINT_URL_ECR", place)
    return place, region, "ecr", "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken"


# The machine's proxy, unless whoever pulls has another. Their exceptions are theirs in any case.
def opener(scheme):
    own, ours = urllib.request.getproxies_environment(), json.loads(SETTINGS)["proxy"]
    if ours and not own.get(scheme):
        os.environ.update(ours, no_proxy=",".join(filter(None, [own.get("no"), ours["no_proxy"]])))
    return urllib.request.build_opener()


def login(registry):
    role, keys = role_keys()
    place, region, service, target = service_of(registry)
    address, body = urllib.parse.urlsplit(place), b"{}"
    headers = {
        "content-type": "application/x-amz-json-1.1",
        "host": address.netloc,
        "x-amz-date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ"),
        "x-amz-security-token": keys["Token"],
        "x-amz-target": target,
    }
    pair = keys["AccessKeyId"], keys["SecretAccessKey"]
    headers["authorization"] = authorization("POST", headers, body, region, service, *pair)
    request = urllib.request.Request("%s://%s/" % address[:2], body, headers)
    silent = "%s does not answer this machine" % address.netloc
    end = deadline(PATIENCE["together"], silent)
    try:
        with opener(address.scheme).open(request, timeout=PATIENCE["outside"]) as answer:
            data = json.load(answer)["authorizationData"]
        text = (data[0] if isinstance(data, list) else data)["authorizationToken"]
        name, _, password = base64.b64decode(text).decode().partition(":")
        return name, password
    except urllib.error.HTTPError as problem:
        raise Trouble("%s gives the role %s no login: %s" % (address.netloc, role, said(problem)))
    except (OSError, http.client.HTTPException) as problem:
        why = getattr(problem, "reason", problem)
        raise Trouble("%s: %s" % (silent, reason(why)))
    except (ValueError, LookupError, TypeError):
        raise Trouble("%s answers with something that is not ECR's" % address.netloc)
    finally:
        end.cancel()


# What AWS says of a refusal: its kind, and a sentence.
def said(problem):
    try:
        told = json.loads(problem.read())
        kind = str(told.get("__type", "")).rpartition("#")[2]
        return ": ".join(part for part in (kind, told.get("message") or told.get("Message")) if part)
    except (ValueError, AttributeError, OSError):
        return "status %d" % problem.code


if __name__ == "__main__":
    serve(login)
