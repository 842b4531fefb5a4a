#!/usr/bin/env python3
"""Functions that are not used here, and why."""

import re

from project import SOURCE, fault, finish, sources, without_comments

EVERYWHERE = {
    "strcpy strcat sprintf vsprintf gets stpcpy": "writes without knowing the size",
    "strncpy strncat": "leaves strings unterminated or truncated in silence",
    "strtok": "has state", "strtok_r": "writes into its argument",
    "atoi atol atoll atof": "knows no errors",
    "setlocale uselocale newlocale": "what is written depends on no locale",
    "isalpha isdigit isalnum isspace isupper islower ispunct isprint iscntrl isxdigit toupper tolower":
        "depends on the locale, and fails on a signed char",
    "strcoll strxfrm wcscoll": "depends on the locale",
    "rand srand random srandom drand48": "the same input gives the same bytes",
    "tmpnam tempnam mktemp": "can be raced",
    "system popen": "no shell is called",
    "alloca": "the stack has no limit that could be told",
    "localtime localtime_r mktime": "depends on the time zone",
    "strtod strtof": "depends on the locale",
}
LIBRARY = {
    "printf puts putchar vprintf perror": "the library does not print",
    "exit _exit _Exit abort atexit quick_exit": "the library does not end the process",
    "malloc calloc realloc": "memory comes from base/memory.h",
    "signal sigaction": "signals belong to the program",
    "time clock gettimeofday": "the library asks no clock",
    "getenv setenv putenv": "the environment is the program's to read",
    "longjmp setjmp": "errors are returned",
}
BANNED_HEADERS = {"ctype.h", "locale.h", "wchar.h", "wctype.h", "iostream", "setjmp.h"}
# the one door each
EXEMPT = {
    "base/memory.c": {"malloc", "calloc", "realloc", "abort"},
    "job/clock.c": {"time"},  # the moments that an archive notes
    "base/progress.c": {"getenv"},  # TERM: whether a bar can be drawn; the program alone draws one
    "net/proxy.c": {"getenv"},  # the proxies that libcurl takes from there itself
}


def names_of(table):
    return {name: why for names, why in table.items() for name in names.split()}


everywhere, library = names_of(EVERYWHERE), names_of(LIBRARY)
for path in sources("src", ".c", ".h", ".cc") + sources("tests", ".c", ".h"):
    in_source = path.is_relative_to(SOURCE)
    name = path.relative_to(SOURCE).as_posix() if in_source else ""
    banned = everywhere | (library if in_source and not name.startswith("cli/") else {})
    exempt = EXEMPT.get(name, set())
    code = without_comments(path.read_text())
    for number, line in enumerate(code.split("\n"), 1):
        for call in re.finditer(r"(?<![\w.>])(\w+)\s*\(", line):
            if call.group(1) in banned and call.group(1) not in exempt:
                fault(path, f"{call.group(1)}: {banned[call.group(1)]}", number)
        include = re.match(r"\s*#\s*include\s*<([^>]+)>", line)
        if include and include.group(1) in BANNED_HEADERS:
            fault(path, f"<{include.group(1)}> is not used here", number)
finish("banned functions")
