/* Preloaded into a program, this records what it does to the files of one folder, or lets one call fail.
 *
 * With FAULTS_LOG set, every write, truncation, synchronisation, creation and removal of a file in FAULTS_FOLDER is
 * appended to that log as a line "OP OFFSET LENGTH NAME", followed by the bytes of a write; so is, as "A", what the
 * program writes to its standard output, for that is how it acknowledges an action.
 *
 * shim_fail(at, error, lasts) lets the at-th call from now on (1: the next one) fail with an error number, and every
 * call after it where it lasts; shim_calls() tells how many calls there were since.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST 1024
#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static char *names[MOST];
static const char *folder;
static int log_file = -2;
static long calls, fails_at;
static int fails_with, fails_on;

void shim_fail(long at, int error, int lasts) { calls = 0; fails_at = at; fails_with = error; fails_on = lasts; }
long shim_calls(void) { return calls; }

static int is_failing(void) {
    calls++;
    if (!fails_at || calls < fails_at || (calls > fails_at && !fails_on)) return 0;
    errno = fails_with;
    return 1;
}

static void begin(void) {
    if (log_file != -2) return;
    log_file = -1;
    folder = getenv("FAULTS_FOLDER");
    const char *path = getenv("FAULTS_LOG");
    REAL(open);
    if (path) log_file = real(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
}

static void record(char op, const char *name, uint64_t offset, uint64_t length, const void *data) {
    if (log_file < 0) return;
    char head[600];
    int size = snprintf(head, sizeof head, "%c %llu %llu %s\n", op, (unsigned long long)offset,
                        (unsigned long long)length, name);
    REAL(write);
    if (real(log_file, head, size) != size) abort();
    if (data && real(log_file, data, length) != (ssize_t)length) abort();
}

static int is_ours(const char *path) {
    size_t length = folder ? strlen(folder) : 0;
    return length && !strncmp(path, folder, length) && (path[length] == '/' || !path[length]);
}

static const char *name_of(int file) { return file >= 0 && file < MOST ? names[file] : NULL; }

static int opened(int file, const char *path, int is_new) {
    if (file < 0 || file >= MOST) return file;
    free(names[file]);
    names[file] = is_ours(path) ? strdup(path) : NULL;
    if (names[file] && is_new) record('C', path, 0, 0, NULL);
    return file;
}

#define OPEN(open_name) \
    int open_name(const char *path, int flags, ...) { \
        begin(); \
        va_list more; va_start(more, flags); \
        int mode = flags & O_CREAT ? va_arg(more, int) : 0; \
        va_end(more); \
        int is_new = (flags & O_CREAT) && access(path, F_OK); \
        int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, #open_name); \
        if (is_new && is_ours(path) && is_failing()) return -1; \
        return opened(real(path, flags, mode), path, is_new); \
    }
OPEN(open)
OPEN(open64)

#define PWRITE(write_name, offset_type) \
    ssize_t write_name(int file, const void *data, size_t length, offset_type offset) { \
        REAL(write_name); \
        if (name_of(file) && is_failing()) return -1; \
        ssize_t done = real(file, data, length, offset); \
        if (done > 0 && name_of(file)) record('W', name_of(file), offset, done, data); \
        return done; \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int file, const void *data, size_t length) {
    begin();
    REAL(write);
    if (file == 1) record('A', "-", 0, length, data);
    off_t offset = name_of(file) ? lseek(file, 0, SEEK_CUR) : 0;
    if (name_of(file) && is_failing()) return -1;
    ssize_t done = real(file, data, length);
    if (done > 0 && name_of(file)) record('W', name_of(file), offset, done, data);
    return done;
}

#define SYNC(sync_name) \
    int sync_name(int file) { \
        REAL(sync_name); \
        if (name_of(file) && is_failing()) return -1; \
        int failed = real(file); \
        if (!failed && name_of(file)) record('S', name_of(file), 0, 0, NULL); \
        return failed; \
    }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(truncate_name, offset_type) \
    int truncate_name(int file, offset_type length) { \
        REAL(truncate_name); \
        if (name_of(file) && is_failing()) return -1; \
        int failed = real(file, length); \
        if (!failed && name_of(file)) record('T', name_of(file), length, 0, NULL); \
        return failed; \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int unlink(const char *path) {
    begin();
    REAL(unlink);
    if (is_ours(path) && is_failing()) return -1;
    int failed = real(path);
    if (!failed && is_ours(path)) record('U', path, 0, 0, NULL);
    return failed;
}

int close(int file) {
    REAL(close);
    if (name_of(file)) { free(names[file]); names[file] = NULL; }
    return real(file);
}
