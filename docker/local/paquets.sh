#!/bin/sh
# Installs Debian packages without letting any of them start a system service. Run as root by paquets.mjs.
# RACINE: another root folder, for the tests.
set -eu
R=${RACINE:-}
POLICY=$R/usr/sbin/policy-rc.d
ASIDE=$POLICY.avant-dun
CLUSTER=$R/etc/postgresql-common/createcluster.d/dun.conf
UNITS=
export DEBIAN_FRONTEND=noninteractive

mine() { grep -q 'dossier-unique-numerique' "$POLICY" 2>/dev/null; }
refuses() { status=0; "$POLICY" "$1" start >/dev/null 2>&1 || status=$?; [ "$status" -eq 101 ]; }
denies() {
  if [ ! -x "$POLICY" ] || mine; then return 1; fi
  for service in redis-server postgresql clamav-daemon clamav-freshclam ceph-mon; do refuses $service || return 1; done
}
enabled() { systemctl list-unit-files --state=enabled --no-legend --plain 2>/dev/null | cut -d' ' -f1 | sort; }

restore() {
  if mine; then rm -f "$POLICY"; fi
  if [ -e "$ASIDE" ]; then mv -f "$ASIDE" "$POLICY"; fi
  rm -f "$CLUSTER"
  rmdir -p "$(dirname "$CLUSTER")" 2>/dev/null || true
}
trap restore EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

restore # what a killed call left
if ! denies; then
  mkdir -p "$(dirname "$POLICY")"
  if [ -e "$POLICY" ]; then mv "$POLICY" "$ASIDE"; fi
  printf '#!/bin/sh\n# dossier-unique-numerique: for one apt-get call\nexit 101\n' >"$POLICY"
  chmod 755 "$POLICY"
fi
mkdir -p "$(dirname "$CLUSTER")"
echo 'create_main_cluster = false' >"$CLUSTER"
if [ -d "$R/run/systemd/system" ]; then UNITS=$(mktemp) && enabled >"$UNITS"; fi

apt-get -q update || echo "apt-get update : code $?" # a third-party source may be down while ours are not
apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=120 install "$@"

# Not started now, they would be at the next boot.
if [ -n "$UNITS" ]; then
  enabled | comm -13 "$UNITS" - | xargs -r systemctl disable -q || true
  rm -f "$UNITS"
fi
