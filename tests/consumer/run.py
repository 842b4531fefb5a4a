#!/usr/bin/env python3
"""run.py CMAKE CC BUILD: installs the build into a folder, moves that, and uses what is there: the program, the manual's
files, and a program of somebody else's built by find_package and by pkg-config, against the shared and the static library."""

import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CMAKE, CC, BUILD = sys.argv[1:4]
faults = 0


def run(what, *command, env=None, **options):
    """Runs a command that has to succeed; what it wrote."""
    global faults
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False,
                          env=dict(os.environ, **(env or {})), **options)
    if done.returncode:
        faults += 1
        print(f"{what}: exit {done.returncode}\n{shlex.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def check(good, text):
    global faults
    if not good:
        faults += 1
        print(text)


def find(prefix, name):
    found = sorted(prefix.rglob(name))
    check(found, f"no {name} is installed")
    return found[0] if found else prefix / name


def use_program(prefix, folder):
    article = folder / "article.jsonl"
    article.write_text('{"id":1,"lang":"de","text":"Die Brücke ist seit dem 3. März gesperrt. Sie hat einen Riss."}\n')
    program = prefix / "bin/courant"
    out = run("the installed program", program, "analyze", "--format", "jsonl", article)
    # the lexicon is found: without it "3." ends a sentence
    check(out.count('"start"') == 2, f"the installed program does not find its lexicons: {out}")
    check(run("--version", program, "--version").startswith("courant "), "--version")
    elsewhere = folder / "link"
    elsewhere.symlink_to(program)
    out = run("the program by a link", elsewhere, "analyze", "--format", "jsonl", article)
    check(out.count('"start"') == 2, "the program by a link does not find its lexicons")


def use_package(prefix, folder):
    build = folder / "by-cmake"
    run("find_package", CMAKE, "-S", HERE, "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_C_COMPILER={CC}")
    run("build by CMake", CMAKE, "--build", build)
    for kind in ("courant", "static"):
        out = run(f"consumer_{kind}", build / f"consumer_{kind}")
        check(out.startswith("en: ") and out.endswith(".\n"), f"consumer_{kind} writes {out!r}")


def use_pkg_config(prefix, folder):
    env = {"PKG_CONFIG_PATH": str(find(prefix, "courant.pc").parent), "PKG_CONFIG_ALLOW_SYSTEM_LIBS": "1"}
    flags = run("pkg-config --cflags", "pkg-config", "--cflags", "courant", env=env).split()
    data = run("pkg-config datadir", "pkg-config", "--variable=datadir", "courant", env=env).strip()
    shared = run("pkg-config --libs", "pkg-config", "--libs", "courant", env=env).split()
    static = run("pkg-config --static", "pkg-config", "--libs", "--static", "courant", env=env).split()
    library = str(find(prefix, "libcourant.a"))
    static = [library if word == "-lcourant" else word for word in static]
    for kind, libs in (("shared", shared), ("static", static)):
        program = folder / f"by-pkg-config-{kind}"
        run(f"build by pkg-config, {kind}", CC, "-std=c11", f'-DDATA_DIR="{data}"', *flags, HERE / "consumer.c", "-o", program,
            *libs)
        where = {"LD_LIBRARY_PATH": str(pathlib.Path(library).parent)} if kind == "shared" else {}
        out = run(f"by pkg-config, {kind}", program, env=where)
        check(out.startswith("en: ") and out.endswith(".\n"), f"by pkg-config, {kind}: {out!r}")


def main():
    with tempfile.TemporaryDirectory(prefix="courant-consumer-") as name:
        folder = pathlib.Path(name)
        run("install", CMAKE, "--install", BUILD, "--prefix", folder / "first")
        if faults:
            return
        # an installed tree can be moved
        prefix = folder / "second place"
        shutil.move(folder / "first", prefix)
        for file in ("bin/courant", "include/courant.h", "share/courant/lexicons/README.md", "share/courant/digest-templates/locale/en.txt",
                     "share/doc/courant/LICENSE", "share/doc/courant/README.md"):
            check((prefix / file).is_file(), f"{file} is not installed")
        link = find(prefix, "libcourant.so")
        check(link.is_symlink() and link.resolve().is_file(), "libcourant.so leads nowhere")
        private = [f.name for f in prefix.rglob("*.h")]
        check(private == ["courant.h"], f"headers are installed: {private}")
        use_program(prefix, folder)
        use_package(prefix, folder)
        prefix = prefix.rename(folder / "third")  # pkg-config's files know no spaces
        use_pkg_config(prefix, folder)
        staged = folder / "staged"
        run("install with DESTDIR", CMAKE, "--install", BUILD, env={"DESTDIR": str(staged)})
        check(find(staged, "courant.h").is_file(), "DESTDIR is not honoured")


main()
print(f"consumer: {faults} faults" if faults else "consumer: good")
sys.exit(1 if faults else 0)
