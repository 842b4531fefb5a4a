/* Feeds of a site under way. For render/site*.c only. */
#ifndef CR_RENDER_SITE_FEED_H
#define CR_RENDER_SITE_FEED_H

#include "render/site_parts.h"

/* The newest editions, and the stories of a company's page: Atom by the template site/feed.xml, or a JSON feed. */
cr_status cr_site_editions_feed(cr_site_work *work, bool is_json, cr_view self, cr_buf *out, cr_error *error);
cr_status cr_site_company_feed(cr_site_work *work, const cr_site_company *company, bool is_json, cr_view self,
                               cr_buf *out, cr_error *error);

#endif
