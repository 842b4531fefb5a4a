#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void cr_error_clear(cr_error *error)
{
    *error = (cr_error){0};
}

static cr_status fill(cr_error *error, cr_status status, const char *source, size_t line, size_t column,
                      const char *format, va_list arguments)
{
    if (!error || error->status != CR_OK)
        return status;
    error->status = status;
    snprintf(error->source, sizeof error->source, "%s", source ? source : "");
    error->line = line;
    error->column = column;
    vsnprintf(error->text, sizeof error->text, format, arguments);
    return status;
}

cr_status cr_error_set(cr_error *error, cr_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, NULL, 0, 0, format, arguments);
    va_end(arguments);
    return status;
}

cr_status cr_error_at(cr_error *error, cr_status status, const char *source, size_t line, size_t column,
                      const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, source, line, column, format, arguments);
    va_end(arguments);
    return status;
}

cr_status cr_error_errno(cr_error *error, const char *verb, const char *path)
{
    char reason[128];
    // the XSI strerror_r: thread-safe, unlike strerror
    if (strerror_r(errno, reason, sizeof reason) != 0)
        snprintf(reason, sizeof reason, "error %d", errno);
    return cr_error_set(error, CR_IO, "cannot %s '%s': %s", verb, path, reason);
}

void cr_error_format(const cr_error *error, char *out, size_t size)
{
    if (!error->source[0])
        snprintf(out, size, "%s", error->text);
    else if (!error->line)
        snprintf(out, size, "'%s': %s", error->source, error->text);
    else if (!error->column)
        snprintf(out, size, "'%s':%zu: %s", error->source, error->line, error->text);
    else
        snprintf(out, size, "'%s':%zu:%zu: %s", error->source, error->line, error->column, error->text);
}
