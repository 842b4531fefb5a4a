/* Stories as JSON lines, JSON, text or Markdown. */
#ifndef CR_RENDER_STORIES_H
#define CR_RENDER_STORIES_H

#include "article/document.h"
#include "base/error.h"
#include "render/records.h"
#include "story/story.h"

/* Appends all stories. Links are shown where the stories have them. CR_LIBRARY: the Markdown does not mean what it should. */
cr_status cr_render_stories(const cr_document *const *documents, const cr_story_list *list, cr_format format,
                            cr_buf *out, cr_error *error);

#endif
