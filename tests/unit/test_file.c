#include "suite.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/nearest.h"
#include "base/progress.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64];
static cr_arena arena;

static void set_up(void)
{
    snprintf(folder, sizeof folder, "/tmp/courant-file-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static const char *inside(const char *name)
{
    return cr_path_join(&arena, folder, name);
}

/* Removes what the test made, newest names first. */
static void tear_down(const char *const *names)
{
    for (; *names; names++)
        ck_assert_int_eq(remove(inside(*names)), 0);
    ck_assert_msg(rmdir(folder) == 0, "something was left in '%s'", folder);
    cr_arena_release(&arena);
}

START_TEST(large_files_are_refused)
{
    set_up();
    for (size_t more = 0; more < 2; more++) {
        cr_buf bytes = {0}, read = {0};
        cr_error error = {0};
        memset(cr_buf_reserve(&bytes, CR_MIB + more), 'a', CR_MIB + more);
        bytes.size = CR_MIB + more;
        ck_assert_int_eq(cr_file_write(inside("large"), cr_buf_view(&bytes), NULL), CR_OK);
        ck_assert_int_eq(cr_file_read(inside("large"), CR_MIB, &read, &error), more ? CR_LIMIT : CR_OK);
        ck_assert_msg(!more || strstr(error.text, "large' is larger than 1 MiB"), "%s", error.text);
        ck_assert(more || read.size == CR_MIB);
        cr_buf_release(&bytes);
        cr_buf_release(&read);
    }
    tear_down((const char *const[]){"large", NULL});
}
END_TEST

START_TEST(a_file_is_there_whole_or_not_at_all)
{
    set_up();
    cr_file_writer writer;
    cr_buf read = {0};
    const char *path = inside("a");
    ck_assert_int_eq(cr_file_write(path, CR_VIEW("old"), NULL), CR_OK);
    ck_assert_int_eq(chmod(path, 0640), 0);
    ck_assert_int_eq(cr_file_writer_open(&writer, path, NULL), CR_OK);
    ck_assert_int_eq(cr_file_writer_write(&writer, CR_VIEW("new and "), NULL), CR_OK);
    ck_assert_int_eq(cr_file_read(path, 100, &read, NULL), CR_OK);
    ck_assert_str_eq(read.data, "old");
    cr_file_writer_abandon(&writer);
    ck_assert_int_eq(cr_file_writer_open(&writer, path, NULL), CR_OK);
    ck_assert_int_eq(cr_file_writer_write(&writer, CR_VIEW("new"), NULL), CR_OK);
    ck_assert_int_eq(cr_file_writer_commit(&writer, NULL), CR_OK);
    cr_buf_clear(&read);
    ck_assert_int_eq(cr_file_read(path, 100, &read, NULL), CR_OK);
    ck_assert_str_eq(read.data, "new");
    struct stat info;
    ck_assert_int_eq(stat(path, &info), 0);
    ck_assert_int_eq(info.st_mode & 0777, 0640);
    cr_buf_release(&read);
    tear_down((const char *[]){"a", NULL});
}
END_TEST

START_TEST(devices_are_written_to_not_replaced)
{
    cr_error error = {0};
    struct stat info;
    set_up();
    // a link to a device, so that a failure of this test harms none
    ck_assert_int_eq(symlink("/dev/null", inside("null")), 0);
    ck_assert_int_eq(symlink("/dev/full", inside("full")), 0);
    ck_assert_int_eq(cr_file_write(inside("null"), CR_VIEW("text"), &error), CR_OK);
    ck_assert_int_eq(stat(inside("null"), &info), 0);
    ck_assert(S_ISCHR(info.st_mode));
    ck_assert_int_eq(cr_file_write(inside("full"), CR_VIEW("text"), &error), CR_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "No space left on device"));
    error = (cr_error){0};
    ck_assert_int_eq(cr_file_write(folder, CR_VIEW("text"), &error), CR_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "Is a directory"));
    error = (cr_error){0};
    ck_assert_int_eq(cr_file_write(inside("no/such/place"), CR_VIEW("text"), &error), CR_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "No such file"));
    tear_down((const char *[]){"null", "full", NULL});
}
END_TEST

START_TEST(what_is_no_file_is_refused)
{
    cr_error error = {0};
    cr_buf out = {0};
    set_up();
    ck_assert_int_eq(mkfifo(inside("pipe"), 0600), 0);
    ck_assert_int_eq(cr_file_read(inside("pipe"), 100, &out, &error), CR_IO);  // and does not hang
    ck_assert_ptr_nonnull(strstr(error.text, "it is a FIFO, not a file"));
    error = (cr_error){0};
    ck_assert_int_eq(cr_file_read(folder, 100, &out, &error), CR_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "it is a folder, not a file"));
    error = (cr_error){0};
    ck_assert_int_eq(cr_file_read("/dev/zero", 100, &out, &error), CR_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "it is a device, not a file"));
    error = (cr_error){0};
    ck_assert_int_eq(cr_file_read(inside("none"), 100, &out, &error), CR_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "cannot open '"));
    error = (cr_error){0};
    ck_assert_int_eq(cr_file_write(inside("long"), CR_VIEW("0123456789"), NULL), CR_OK);
    ck_assert_int_eq(cr_file_read(inside("long"), 9, &out, &error), CR_LIMIT);
    cr_buf_release(&out);
    tear_down((const char *[]){"long", "pipe", NULL});
}
END_TEST

START_TEST(folders_are_walked_in_order)
{
    cr_file_list list;
    cr_error error = {0};
    set_up();
    ck_assert_int_eq(mkdir(inside("b"), 0700), 0);
    ck_assert_int_eq(cr_file_write(inside("b/2"), CR_VIEW(""), NULL), CR_OK);
    ck_assert_int_eq(cr_file_write(inside("b/.hidden"), CR_VIEW(""), NULL), CR_OK);
    ck_assert_int_eq(cr_file_write(inside("a"), CR_VIEW(""), NULL), CR_OK);
    ck_assert_int_eq(cr_file_write(inside("c"), CR_VIEW(""), NULL), CR_OK);
    ck_assert_int_eq(symlink("..", inside("b/loop")), 0);
    ck_assert_int_eq(symlink("nothing", inside("dangling")), 0);
    ck_assert_int_eq(cr_file_walk(folder, &arena, &list, &error), CR_OK);
    ck_assert_uint_eq(list.n_paths, 3);
    ck_assert_str_eq(list.paths[0], inside("a"));
    ck_assert_str_eq(list.paths[1], inside("b/2"));
    ck_assert_str_eq(list.paths[2], inside("c"));
    ck_assert_uint_eq(list.n_skipped, 2);
    ck_assert_str_eq(list.skipped[0], inside("b/loop"));
    ck_assert_str_eq(list.skipped[1], inside("dangling"));
    ck_assert_int_eq(cr_file_walk(inside("none"), &arena, &list, &error), CR_IO);
    ck_assert(cr_file_is_folder(folder) && !cr_file_is_folder(inside("a")));
    ck_assert(cr_file_exists(inside("a")) && !cr_file_exists(inside("dangling")));
    tear_down((const char *[]){"dangling", "c", "a", "b/loop", "b/.hidden", "b/2", "b", NULL});
}
END_TEST

/* Folders that all link to each other have more ways through them than can be walked. */
START_TEST(folders_are_entered_once)
{
    enum { N = 12 };
    cr_file_list list;
    set_up();
    for (int i = 0; i < N; i++) {
        char name[32], target[32];
        snprintf(name, sizeof name, "d%02d", i);
        ck_assert_int_eq(mkdir(inside(name), 0700), 0);
        snprintf(name, sizeof name, "d%02d/file", i);
        ck_assert_int_eq(cr_file_write(inside(name), CR_VIEW(""), NULL), CR_OK);
        for (int k = 0; k < N; k++) {
            snprintf(name, sizeof name, "d%02d/l%02d", i, k);
            snprintf(target, sizeof target, "../d%02d", k);
            ck_assert_int_eq(symlink(target, inside(name)), 0);
        }
    }
    ck_assert_int_eq(cr_file_walk(folder, &arena, &list, NULL), CR_OK);
    ck_assert_uint_eq(list.n_paths, N);
    ck_assert_str_eq(list.paths[0], inside("d00/file"));
    ck_assert_str_eq(list.paths[1], inside("d00/l01/file"));
    for (int i = 0; i < N; i++) {
        char name[32];
        for (int k = 0; k <= N; k++) {
            snprintf(name, sizeof name, k < N ? "d%02d/l%02d" : "d%02d/file", i, k);
            ck_assert_int_eq(unlink(inside(name)), 0);
        }
        snprintf(name, sizeof name, "d%02d", i);
        ck_assert_int_eq(rmdir(inside(name)), 0);
    }
    tear_down((const char *[]){NULL});
}
END_TEST

START_TEST(folders_end_at_a_depth)
{
    cr_file_list list;
    const char *levels[CR_MAX_DEPTH + 3];
    set_up();
    levels[0] = folder;
    for (size_t i = 1; i < CR_MAX_DEPTH + 3; i++) {
        levels[i] = cr_path_join(&arena, levels[i - 1], "d");
        ck_assert_int_eq(mkdir(levels[i], 0700), 0);
    }
    ck_assert_int_eq(cr_file_walk(folder, &arena, &list, NULL), CR_OK);
    ck_assert_uint_eq(list.n_paths, 0);
    ck_assert_uint_eq(list.n_skipped, 1);
    for (size_t i = CR_MAX_DEPTH + 3; i-- > 0;)
        ck_assert_int_eq(rmdir(levels[i]), 0);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(near_names_are_found)
{
    static const char *const NAMES[] = {"summarize", "digest", "analyze", NULL};
    ck_assert_str_eq(cr_nearest("sumarize", NAMES), "summarize");
    ck_assert_str_eq(cr_nearest("idgest", NAMES), "digest");
    ck_assert_str_eq(cr_nearest("digests", NAMES), "digest");
    ck_assert_ptr_null(cr_nearest("frobnicate", NAMES));
    ck_assert_ptr_null(cr_nearest("", NAMES));
    ck_assert_ptr_null(cr_nearest("a-name-that-is-much-longer-than-any-command-or-option-could-ever-be-here", NAMES));
}
END_TEST

/* What the bar draws, on a stream that is no terminal but taken for one. */
START_TEST(progress_is_drawn_and_wiped)
{
    char *drawn = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&drawn, &size);
    cr_progress bar = {.stream = stream, .shown = true, .columns = 30};
    cr_progress_update(&bar, 5, 10, "bytes read");
    cr_progress_update(&bar, 6, 10, "bytes read");  // too soon
    cr_progress_finish(&bar);
    cr_progress_finish(&bar);
    bar.columns = 12;
    bar.last = 0;
    cr_progress_update(&bar, 5, 0, "articles with a long name");
    cr_progress_finish(&bar);
    bar.shown = false;
    cr_progress_update(&bar, 9, 10, "x");
    fclose(stream);
    ck_assert_str_eq(drawn, "\r\033[K[#####-----] 5/10 bytes read\r\033[K\r\033[K5 articles \r\033[K");
    free(drawn);
    FILE *null = fopen("/dev/null", "w");
    cr_progress_init(&bar, null, true);
    ck_assert(!bar.shown);
    fclose(null);
}
END_TEST

START_TEST(leftovers_of_killed_processes_are_removed)
{
    char own[64], dead[64];
    set_up();
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        _exit(0);
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    snprintf(own, sizeof own, "a.%ld.0", (long)getpid());
    snprintf(dead, sizeof dead, "a.%ld.12", (long)child);
    const char *const kept[] = {"a", own, "a.0.0", "a.md", "ab.1.2", NULL};
    for (size_t i = 0; kept[i]; i++)
        ck_assert_int_eq(cr_file_write(inside(kept[i]), CR_VIEW("x"), NULL), CR_OK);
    ck_assert_int_eq(cr_file_write(inside(dead), CR_VIEW("x"), NULL), CR_OK);
    cr_file_clean(inside("a"));
    ck_assert(!cr_file_exists(inside(dead)));
    cr_file_clean("/nowhere/a");
    tear_down(kept);
}
END_TEST

SUITE("file", a_file_is_there_whole_or_not_at_all, large_files_are_refused, leftovers_of_killed_processes_are_removed,
      devices_are_written_to_not_replaced, what_is_no_file_is_refused, folders_are_walked_in_order,
      folders_are_entered_once, folders_end_at_a_depth, near_names_are_found, progress_is_drawn_and_wiped)
