#!/usr/bin/env python3
"""deb.py CPACK BUILD: makes the Debian package of a build, looks at what is in it, unpacks it and uses the program from there.
With --bare it is installed by apt into a Debian 12 that holds nothing else (debootstrap; takes minutes and needs the right to
chroot) and used there."""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BARE = "--bare" in sys.argv
CPACK, BUILD = [argument for argument in sys.argv[1:] if argument != "--bare"]
ARTICLE = '{"id":1,"lang":"de","text":"Die Brücke ist seit dem 3. März gesperrt. Sie hat einen Riss."}\n'
faults = 0


def run(what, *command, **options):
    global faults
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **options)
    if done.returncode:
        faults += 1
        print(f"{what}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def check(good, text):
    global faults
    if not good:
        faults += 1
        print(text)


def look_inside(package, folder):
    control = run("control", "dpkg-deb", "-f", package)
    check(re.search(r"^Depends: .*libicu72", control, re.M), f"the package does not say what it needs:\n{control}")
    run("unpack", "dpkg-deb", "-x", package, folder)
    for wanted in ("bin/courant", "include/courant.h", "share/courant/lexicons/companies.txt", "share/courant/digest-templates/locale/en.txt",
                   "share/bash-completion/completions/courant", "share/zsh/site-functions/_courant",
                   "share/fish/vendor_completions.d/courant.fish", "share/doc/courant/README.md"):
        check((folder / "usr" / wanted).is_file(), f"no {wanted} in the package")
    out = run("the unpacked program", folder / "usr/bin/courant", "analyze", "--format", "jsonl", input=ARTICLE)
    check(out.count('"start"') == 2, f"the unpacked program does not find its lexicons: {out}")
    pages = sorted((folder / "usr/share/man/man1").glob("courant*.1*")) if shutil.which("lowdown") else []
    check(not shutil.which("lowdown") or len(pages) > 8, "the man pages are missing")
    if shutil.which("mandoc"):
        for page in pages:
            text = run(f"man page {page.name}", "mandoc", "-Tutf8", "-Werror", page)
            check("NAME" in re.sub(".\b", "", text), f"{page.name} has no NAME")


def install_bare(package, folder):
    run("debootstrap", "debootstrap", "--variant=minbase", "bookworm", folder)
    shutil.copy(package, folder / "courant.deb")
    for name in ("sources.list", "sources.list.d", "apt.conf.d"):
        place = pathlib.Path("/etc/apt", name)
        if place.is_file():
            shutil.copy(place, folder / "etc/apt" / name)
        elif place.is_dir():
            shutil.copytree(place, folder / "etc/apt" / name, dirs_exist_ok=True)
    run("apt-get update", "chroot", folder, "apt-get", "update", "-qq")
    run("apt-get install", "chroot", folder, "apt-get", "install", "-qq", "-y", "--no-install-recommends", "/courant.deb")
    out = run("the program on a bare Debian", "chroot", folder, "courant", "analyze", "--format", "jsonl", input=ARTICLE)
    check(out.count('"start"') == 2, f"the program on a bare Debian: {out}")


if not shutil.which("dpkg-shlibdeps") or (BARE and not shutil.which("debootstrap")):
    print("skipped: no dpkg-dev (with --bare: debootstrap)")
    sys.exit(77)
with tempfile.TemporaryDirectory(prefix="courant-deb-") as made:
    folder = pathlib.Path(made)
    run("cpack", CPACK, "-G", "DEB", "--config", f"{BUILD}/CPackConfig.cmake", "-B", folder / "packages")
    packages = sorted((folder / "packages").glob("*.deb"))
    check(len(packages) == 1, f"cpack made {len(packages)} packages")
    if packages:
        (install_bare if BARE else look_inside)(packages[0], folder / "tree")
print(f"package: {faults} faults")
sys.exit(1 if faults else 0)
