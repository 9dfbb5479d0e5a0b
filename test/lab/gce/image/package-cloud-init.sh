#!/usr/bin/env bash
# cloud-init as an RPM in a repository as Rocky's: `package-cloud-init.sh <files> <repository>`. Signed with a key that is
# made here and thrown away; its public half comes to lie in the folder above the release, as RPM-GPG-KEY-laboratory.
set -euo pipefail
files=$1
repository=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$repository/Packages"
version=$(sed -n 's/^Version: //p' "$files"/usr/lib/python3/dist-packages/cloud_init-*-info/PKG-INFO)
units="cloud-config.service cloud-final.service cloud-init-local.service cloud-init-main.service cloud-init-network.service"
units+=" cloud-init-hotplugd.socket"

# As Rocky's: installing it enables its units, so that the next boot would run them.
cat >"$work/cloud-init.spec" <<SPEC
Name: cloud-init
Version: $version
Release: 1.el9
Summary: laboratory stand-in: Debian's cloud-init
License: Apache-2.0
BuildArch: noarch
AutoReqProv: no
Requires: system-release
%description
The files of Debian's cloud-init. Its Python libraries are Debian's and in the image already.
%install
cp -a $files/. %{buildroot}
%post
systemctl -q enable $units
%files
$(cd "$files" && find . -type f -printf '/%P\n' | sed 's,^/etc/cloud/cloud.cfg$,%config(noreplace) &,')
SPEC
rpmbuild --quiet -bb --define "_topdir $work/rpmbuild" --define "_rpmdir $work/rpms" --define "__os_install_post %{nil}" \
  --define "_binary_payload w3.zstdio" "$work/cloud-init.spec"

export GNUPGHOME=$work/gnupg GPG_TTY=
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-gen-key "Rocky laboratory (throw-away)" rsa3072 sign never
fingerprint=$(gpg --batch --with-colons --list-keys 2>/dev/null | awk -F: '$1 == "fpr" { print $10; exit }')
mv "$work"/rpms/noarch/*.rpm "$repository/Packages"
rpmsign --define "__gpg $(command -v gpg)" --define "_gpg_name $fingerprint" --addsign "$repository"/Packages/*.rpm >/dev/null
gpg --batch --armor --export "$fingerprint" >"${repository%/*/*}/RPM-GPG-KEY-laboratory"
createrepo_c --quiet "$repository"
gpgconf --kill all
