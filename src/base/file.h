/* Files: reading whole files, walking folders, writing atomically. */
#ifndef CR_BASE_FILE_H
#define CR_BASE_FILE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

#include <stdio.h>

/* Opens a file for reading; "-" is standard input. A folder is refused, and so is a FIFO, socket or device that would be
 * waited for, unless it is an open descriptor handed over as /dev/fd/N or /dev/stdin. */
cr_status cr_file_open(const char *path, FILE **file, cr_error *error);

/* Reads the rest of a stream, up to `limit` bytes (CR_LIMIT beyond). path is for messages. */
cr_status cr_file_read_stream(FILE *file, const char *path, size_t limit, cr_buf *out, cr_error *error);

/* Opens, reads and closes. */
cr_status cr_file_read(const char *path, size_t limit, cr_buf *out, cr_error *error);

bool cr_file_is_folder(const char *path);
bool cr_file_exists(const char *path);

/* What was found in a folder. */
typedef struct cr_file_list {
    const char **paths;  // [n_paths] regular files, in bytewise order of their paths
    size_t n_paths;
    const char *
        *skipped;  // [n_skipped] what is neither file nor folder, could not be read or leads back to a folder above it
    size_t n_skipped;
} cr_file_list;

/* All regular files below a folder, to CR_MAX_DEPTH; hidden names (".x") are passed over. A folder to which links lead by several
 * ways is read once, under the first of its paths. CR_LIMIT beyond CR_MAX_FILES. The list and its strings live in the arena. */
cr_status cr_file_walk(const char *folder, cr_arena *arena, cr_file_list *list, cr_error *error);

/* Writing a file so that there is at any moment the old or the new one: a temporary file beside it, fsync, rename, fsync of
 * the folder. What is there and is no file (a device, a FIFO) is written to as it is. After cr_file_writer_open exactly one
 * of commit and abandon; write may be called any number of times. */
typedef struct cr_file_writer {
    int descriptor;
    cr_buf temporary;  // its path; empty: what is at `path` is written to
    char *target;      // the file that `path` leads to, if there is one
    const char *path;  // the caller's
} cr_file_writer;

cr_status cr_file_writer_open(cr_file_writer *writer, const char *path, cr_error *error);
cr_status cr_file_writer_write(cr_file_writer *writer, cr_view bytes, cr_error *error);
cr_status cr_file_writer_commit(cr_file_writer *writer, cr_error *error);  // on failure it is abandoned
void cr_file_writer_abandon(cr_file_writer *writer);

/* Removes what processes that were killed while they wrote to `path` have left beside it. */
void cr_file_clean(const char *path);

/* The three in one. */
cr_status cr_file_write(const char *path, cr_view content, cr_error *error);

/* True if there is a file of exactly that content. */
bool cr_file_holds(const char *path, cr_view content);

/* Makes the folders above a file that are not there. */
cr_status cr_file_make_folders(const char *path, cr_error *error);

/* "folder/name" in the arena; name alone where folder is "" or ".". */
const char *cr_path_join(cr_arena *arena, const char *folder, const char *name);

#endif
