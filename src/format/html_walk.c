#include "format/html_walk.h"

#include "base/memory.h"
#include "format/html_guard.h"

#include <stdlib.h>

static bool is_element(const GumboNode *node)
{
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

static const GumboNode *child_of(const GumboNode *node, size_t i)
{
    const GumboVector *children = &node->v.element.children;
    return i < children->length ? children->data[i] : NULL;
}

/* With a stack of our own: levels cost no stack of the machine. */
static void walk(const cr_html_visitor *visitor, const GumboNode *root)
{
    struct frame {
        const GumboNode *node;
        size_t child;
    } *frames = NULL;
    size_t n = 0, capacity = 0;
    for (const GumboNode *node = root; node;) {
        if (!is_element(node)) {
            if (node->type != GUMBO_NODE_COMMENT && node->type != GUMBO_NODE_DOCUMENT)
                visitor->text(visitor->context, node);
        } else if (visitor->enter(visitor->context, node)) {
            frames = cr_grow(frames, &capacity, n + 1, sizeof *frames);
            frames[n++] = (struct frame){node, 0};
        }
        for (node = NULL; n && !(node = child_of(frames[n - 1].node, frames[n - 1].child)); n--)
            visitor->leave(visitor->context, frames[n - 1].node);
        if (n)
            frames[n - 1].child++;
    }
    free(frames);
}

static void *allocate(void *context, size_t size)
{
    (void)context;
    return cr_allocate(1, size);
}

static void release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

cr_status cr_html_walk(cr_view source, const char *path, const cr_html_visitor *visitor, cr_error *error)
{
    cr_status status = cr_html_guard(source, path, error);
    if (status)
        return status;
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate;
    options.deallocator = release;
    options.max_errors = 0;
    GumboOutput *output = gumbo_parse_with_options(&options, source.size ? source.data : "", source.size);
    if (!output)
        return cr_error_at(error, CR_LIBRARY, path, 0, 0, "gumbo cannot parse this page");
    if (output->root)
        walk(visitor, output->root);
    gumbo_destroy_output(&options, output);
    return CR_OK;
}
