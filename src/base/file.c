#include "base/file.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool cr_file_holds(const char *path, cr_view content)
{
    cr_buf old = {0};
    bool same = cr_file_exists(path) && cr_file_read(path, CR_MAX_FILE, &old, NULL) == CR_OK &&
                cr_view_equal(cr_buf_view(&old), content);
    cr_buf_release(&old);
    return same;
}

cr_status cr_file_make_folders(const char *path, cr_error *error)
{
    cr_buf folder = {0};
    cr_status status = CR_OK;
    for (const char *stroke = strchr(path + 1, '/'); stroke && !status; stroke = strchr(stroke + 1, '/')) {
        cr_buf_clear(&folder);
        cr_buf_append(&folder, (cr_view){path, (size_t)(stroke - path)});
        if (mkdir(folder.data, 0777) != 0 && errno != EEXIST)
            status = cr_error_errno(error, "make", folder.data);
    }
    cr_buf_release(&folder);
    return status;
}

const char *cr_path_join(cr_arena *arena, const char *folder, const char *name)
{
    if (folder[0] == '\0' || strcmp(folder, ".") == 0)
        return cr_arena_copy(arena, cr_view_of(name)).data;
    size_t folder_size = strlen(folder), name_size = strlen(name);
    bool slash = folder[folder_size - 1] != '/';
    char *path = cr_arena_allocate(arena, folder_size + name_size + 2, 1);
    memcpy(path, folder, folder_size);
    if (slash)
        path[folder_size] = '/';
    memcpy(path + folder_size + slash, name, name_size + 1);
    return path;
}

bool cr_file_is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

bool cr_file_exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

static bool is_handed_over(const char *path)
{
    return strncmp(path, "/dev/fd/", 8) == 0 || strcmp(path, "/dev/stdin") == 0 ||
           strncmp(path, "/proc/self/fd/", 14) == 0;
}

cr_status cr_file_open(const char *path, FILE **file, cr_error *error)
{
    if (strcmp(path, "-") == 0) {
        *file = stdin;
        return CR_OK;
    }
    bool handed_over = is_handed_over(path);
    // O_NONBLOCK: a FIFO without a writer must not hang the run before fstat can refuse it
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | (handed_over ? 0 : O_NONBLOCK));
    if (descriptor < 0)
        return cr_error_errno(error, "open", path);
    struct stat info;
    const char *kind = NULL;
    if (fstat(descriptor, &info) != 0) {
        cr_error_errno(error, "read", path);
        close(descriptor);
        return CR_IO;
    }
    if (S_ISDIR(info.st_mode))
        kind = "a folder";
    else if (!S_ISREG(info.st_mode) && !handed_over)
        kind = S_ISFIFO(info.st_mode) ? "a FIFO" : S_ISSOCK(info.st_mode) ? "a socket" : "a device";
    if (kind) {
        close(descriptor);
        return cr_error_set(error, CR_IO, "cannot read '%s': it is %s, not a file", path, kind);
    }
    *file = fdopen(descriptor, "rb");
    if (!*file)
        cr_out_of_memory();
    return CR_OK;
}

cr_status cr_file_read_stream(FILE *file, const char *path, size_t limit, cr_buf *out, cr_error *error)
{
    size_t start = out->size;
    for (;;) {
        char *end = cr_buf_reserve(out, 64 * 1024);
        size_t got = fread(end, 1, 64 * 1024, file);
        out->size += got;
        out->data[out->size] = '\0';
        if (out->size - start > limit)
            return cr_error_set(error, CR_LIMIT, "'%s' is larger than %zu MiB", path, limit / CR_MIB);
        if (got == 0)
            break;
    }
    if (ferror(file))
        return cr_error_errno(error, "read", path);
    return CR_OK;
}

cr_status cr_file_read(const char *path, size_t limit, cr_buf *out, cr_error *error)
{
    FILE *file = NULL;
    cr_status status = cr_file_open(path, &file, error);
    if (status)
        return status;
    status = cr_file_read_stream(file, path, limit, out, error);
    if (file != stdin)
        fclose(file);
    return status;
}

/* ---- walking ----------------------------------------------------------------------------------------------------- */

typedef struct paths {
    const char **items;
    size_t n, capacity;
} paths;

typedef struct walk {
    cr_arena *arena;
    paths files, skipped;
    cr_map seen;  // device and inode of a folder -> FOLDER_...
} walk;

enum { FOLDER_ENTERED = 1, FOLDER_DONE };

static void add_path(paths *list, const char *path)
{
    list->items = cr_grow(list->items, &list->capacity, list->n + 1, sizeof *list->items);
    list->items[list->n++] = path;
}

static int order_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The visible names of a folder as paths, in order, so that what is read does not depend on the file system. False if it cannot
 * be read. */
static bool list_folder(walk *w, const char *folder, paths *names)
{
    DIR *open_folder = opendir(folder);
    const struct dirent *entry;
    if (!open_folder)
        return false;
    while ((entry = readdir(open_folder)) != NULL)
        if (entry->d_name[0] != '.')
            add_path(names, cr_path_join(w->arena, folder, entry->d_name));
    closedir(open_folder);
    if (names->n)
        qsort(names->items, names->n, sizeof *names->items, order_paths);
    return true;
}

static cr_status walk_folder(walk *w, const char *folder, size_t depth, cr_error *error)
{
    struct stat info;
    paths names = {0};
    bool is_there = stat(folder, &info) == 0;
    const uint64_t identity[2] = {is_there ? (uint64_t)info.st_dev : 0, is_there ? (uint64_t)info.st_ino : 0};
    cr_view key = {(const char *)identity, sizeof identity};
    const cr_map_slot *slot = is_there ? cr_map_find(&w->seen, key) : NULL;
    if (slot && slot->value == FOLDER_DONE)  // links may lead to it by many ways
        return CR_OK;
    if (!is_there || slot || depth == CR_MAX_DEPTH || !list_folder(w, folder, &names)) {
        add_path(&w->skipped, folder);
        return CR_OK;
    }
    key = cr_arena_copy(w->arena, key);
    cr_map_put(&w->seen, key, NULL)->value = FOLDER_ENTERED;
    cr_status status = CR_OK;
    for (size_t i = 0; i < names.n && !status; i++) {
        bool is_known = stat(names.items[i], &info) == 0;
        if (w->files.n + w->skipped.n == CR_MAX_FILES)
            status = cr_error_at(error, CR_LIMIT, folder, 0, 0, "more than %zu files", CR_MAX_FILES);
        else if (is_known && S_ISDIR(info.st_mode))
            status = walk_folder(w, names.items[i], depth + 1, error);
        else
            add_path(is_known && S_ISREG(info.st_mode) ? &w->files : &w->skipped, names.items[i]);
    }
    cr_map_put(&w->seen, key, NULL)->value = FOLDER_DONE;
    free(names.items);
    return status;
}

static const char **sorted_in_arena(cr_arena *arena, paths *list)
{
    const char **copy = CR_ARENA_ARRAY(arena, const char *, list->n);
    if (list->n) {
        memcpy(copy, list->items, list->n * sizeof *copy);
        qsort(copy, list->n, sizeof *copy, order_paths);
    }
    free(list->items);
    return copy;
}

cr_status cr_file_walk(const char *folder, cr_arena *arena, cr_file_list *list, cr_error *error)
{
    DIR *readable = opendir(folder);
    if (!readable)
        return cr_error_errno(error, "read", folder);
    closedir(readable);
    walk w = {.arena = arena};
    cr_status status = walk_folder(&w, folder, 0, error);
    list->n_paths = w.files.n;
    list->n_skipped = w.skipped.n;
    list->paths = sorted_in_arena(arena, &w.files);
    list->skipped = sorted_in_arena(arena, &w.skipped);
    cr_map_release(&w.seen);
    return status;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

/* A rename is safe only once the folder that holds the name is on the disk too. */
static cr_status sync_folder(const char *path, cr_error *error)
{
    const char *slash = strrchr(path, '/');
    cr_arena arena = {0};
    const char *folder = !slash          ? "."
                         : slash == path ? "/"
                                         : cr_arena_copy(&arena, (cr_view){path, (size_t)(slash - path)}).data;
    cr_status status = CR_OK;
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0 || (fsync(descriptor) != 0 && errno != EINVAL))
        status = cr_error_errno(error, "write", folder);
    if (descriptor >= 0)
        close(descriptor);
    cr_arena_release(&arena);
    return status;
}

static void release_writer(cr_file_writer *writer)
{
    cr_buf_release(&writer->temporary);
    free(writer->target);
    writer->target = NULL;
}

/* Makes a file beside `path` that was not there; the umask is heeded, as for any new file. */
static int make_beside(const char *path, cr_buf *name)
{
    enum { ATTEMPTS = 1000 };
    for (unsigned i = 0; i < ATTEMPTS; i++) {
        cr_buf_clear(name);
        cr_buf_append_format(name, "%s.%ld.%u", path, (long)getpid(), i);
        int descriptor = open(name->data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0 || errno != EEXIST)
            return descriptor;
    }
    return -1;
}

/* Whether a name is that of a file made beside `base` by a process that has ended. */
static bool is_stale(cr_view name, cr_view base)
{
    size_t process, number;
    if (!cr_view_starts(name, base) || name.size == base.size || name.data[base.size] != '.')
        return false;
    cr_view rest = cr_view_slice(name, base.size + 1, name.size);
    ptrdiff_t stop = cr_view_find_byte(rest, '.');
    return stop > 0 && cr_view_to_size(cr_view_slice(rest, 0, (size_t)stop), &process) && process > 0 &&
           process <= INT32_MAX && cr_view_to_size(cr_view_slice(rest, (size_t)stop + 1, rest.size), &number) &&
           kill((pid_t)process, 0) != 0 && errno == ESRCH;
}

void cr_file_clean(const char *path)
{
    cr_buf folder = {0}, found = {0};
    const char *stroke = strrchr(path, '/');
    const char *base = stroke ? stroke + 1 : path;
    cr_buf_append(&folder, stroke ? (cr_view){path, (size_t)(stroke - path) + 1} : CR_VIEW("./"));
    DIR *entries = opendir(folder.data);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        if (!is_stale(cr_view_of(entry->d_name), cr_view_of(base)))
            continue;
        cr_buf_clear(&found);
        cr_buf_append(&found, cr_buf_view(&folder));
        cr_buf_append_string(&found, entry->d_name);
        unlink(found.data);
    }
    if (entries)
        closedir(entries);
    cr_buf_release(&folder);
    cr_buf_release(&found);
}

cr_status cr_file_writer_open(cr_file_writer *writer, const char *path, cr_error *error)
{
    struct stat info;
    bool exists = stat(path, &info) == 0;
    *writer = (cr_file_writer){.path = path};
    if (exists && !S_ISREG(info.st_mode)) {
        // a device or a FIFO is written to: a file put in its place would be the end of /dev/null
        writer->descriptor = open(path, O_WRONLY | O_CLOEXEC);
        return writer->descriptor < 0 ? cr_error_errno(error, "write", path) : CR_OK;
    }
    writer->target = exists ? realpath(path, NULL) : NULL;  // a link stays one: what it leads to is replaced
    writer->descriptor = make_beside(writer->target ? writer->target : path, &writer->temporary);
    // a file that is there keeps its permissions
    if (writer->descriptor >= 0 && (!exists || fchmod(writer->descriptor, info.st_mode & 07777) == 0))
        return CR_OK;
    cr_status status = cr_error_errno(error, "write", path);
    if (writer->descriptor >= 0)
        cr_file_writer_abandon(writer);
    else
        release_writer(writer);
    return status;
}

cr_status cr_file_writer_write(cr_file_writer *writer, cr_view bytes, cr_error *error)
{
    while (bytes.size) {
        ssize_t written = write(writer->descriptor, bytes.data, bytes.size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return cr_error_errno(error, "write", writer->path);
        bytes.data += written;
        bytes.size -= (size_t)written;
    }
    return CR_OK;
}

void cr_file_writer_abandon(cr_file_writer *writer)
{
    close(writer->descriptor);
    if (writer->temporary.size)
        unlink(writer->temporary.data);
    release_writer(writer);
}

cr_status cr_file_writer_commit(cr_file_writer *writer, cr_error *error)
{
    if (writer->temporary.size == 0) {
        if (close(writer->descriptor) != 0)
            return cr_error_errno(error, "write", writer->path);
        return CR_OK;
    }
    const char *target = writer->target ? writer->target : writer->path;
    if (fsync(writer->descriptor) != 0 || rename(writer->temporary.data, target) != 0) {
        cr_status status = cr_error_errno(error, "write", writer->path);
        cr_file_writer_abandon(writer);
        return status;
    }
    close(writer->descriptor);  // fsync has reported what there was to report
    cr_status status = sync_folder(target, error);
    release_writer(writer);
    return status;
}

cr_status cr_file_write(const char *path, cr_view content, cr_error *error)
{
    cr_file_writer writer;
    cr_status status = cr_file_writer_open(&writer, path, error);
    if (status)
        return status;
    status = cr_file_writer_write(&writer, content, error);
    if (!status)
        return cr_file_writer_commit(&writer, error);
    cr_file_writer_abandon(&writer);
    return status;
}
