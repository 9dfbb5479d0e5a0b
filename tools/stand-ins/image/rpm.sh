#!/usr/bin/env bash
# Sourced by whoever makes a repository of Docker's RPMs, by the names, epochs and relations of Docker's own. `work` is a
# scratch folder; the files of a package lie in $work/files/<package>.
: "${work:?}"

# package <name> <epoch> <version> <relations> [scriptlets]. AutoReqProv is off: the guest's libraries are Debian's.
package() {
  local name=$1 spec=$work/$1.spec
  mkdir -p "$work/files/$name"
  cat >"$spec" <<SPEC
Name: $name
Epoch: $2
Version: $3
Release: 1.el9
Summary: laboratory stand-in for $name
License: Apache-2.0
AutoReqProv: no
$4
%description
Files of Debian's packages under the name of $name.
%install
cp -a $work/files/$name/. %{buildroot}
${5:-}
%files
$(cd "$work/files/$name" && find . -type f -printf '/%P\n')
SPEC
  # Binaries are taken as they are: nothing is stripped, compressed or searched for debug information. By the digests of single
  # files only `rpm -V` looks at them, and MD5 takes a sixth of SHA-256's time where processors are slow.
  rpmbuild --quiet -bb --define "_topdir $work/rpmbuild" --define "_rpmdir $work/rpms" --define "__os_install_post %{nil}" \
    --define "debug_package %{nil}" --define "_binary_payload w3.zstdio" --define "_build_id_links none" \
    --define "_binary_filedigest_algorithm 1" "$spec"
}

# engine <version>: dockerd and the docker command.
engine() {
  local group=$'%post\ngetent group docker >/dev/null || groupadd --system docker\nsystemctl daemon-reload >/dev/null 2>&1 || :'
  package docker-ce 3 "$1" $'Requires: container-selinux, nftables, iptables-nft, containerd.io, docker-ce-cli, tar, xz\nConflicts: docker, docker-io, docker-ee' "$group"
  package docker-ce-cli 1 "$1" $'Recommends: docker-buildx-plugin, docker-compose-plugin'
}

# publish <folder>: all RPMs that were made, laid out like Docker's download site, so that only the address differs; signed
# with a key that is made here and thrown away, and whose `fingerprint` is left.
publish() {
  local stable=$1/linux/centos/9/x86_64/stable
  mkdir -p "$stable/Packages"
  export GNUPGHOME=$work/gnupg GPG_TTY=
  mkdir -m 700 "$GNUPGHOME"
  gpg --batch --quiet --passphrase '' --quick-gen-key "Docker host laboratory (throw-away)" rsa3072 sign never
  fingerprint=$(gpg --batch --with-colons --list-keys 2>/dev/null | awk -F: '$1 == "fpr" { print $10; exit }')
  find "$work/rpms" -name '*.rpm' -exec mv -t "$stable/Packages" {} +
  rpmsign --define "__gpg $(command -v gpg)" --define "_gpg_name $fingerprint" --addsign "$stable"/Packages/*.rpm >/dev/null
  gpg --batch --armor --export "$fingerprint" >"$1/linux/centos/gpg"
  createrepo_c --quiet "$stable"
  gpgconf --kill all
  chmod -R a+rX "$1"
}
