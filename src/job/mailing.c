/* The mails of a publication.
 *
 * Each reader has a profile of editions in the archive ("mail:ADDRESS") and each edition a delivery. An edition is stored, with its
 * delivery PENDING and its Message-ID, before anything goes out; the delivery is SENDING while the mail is handed over and DONE
 * once the server has it. Each of these steps is on the disk before the next begins. So after a crash
 *
 *   - PENDING, FAILED: it did not go out, and goes out next time;
 *   - SENDING: it may have gone out; it is sent again under the same Message-ID;
 *   - DONE: it is not sent again.
 *
 * What is new to a reader is reckoned by the editions that are DONE. An earlier edition that still can't be sent when the next one is made
 * is given up (REFUSED), for the next one tells what was in it. */
#include "job/publication.h"

#include "base/file.h"
#include "base/limits.h"
#include "digest/manifest.h"
#include "job/kept.h"
#include "job/rendering.h"
#include "net/sender.h"
#include "render/mail.h"
#include "text/date.h"

#include <stdlib.h>
#include <string.h>

#define KIND CR_VIEW("mail")

typedef struct mailing {
    cr_publication *p;
    const cr_config *config;
    cr_mailbox from;
    cr_view unsubscribe;
    cr_sender *sender;  // opened with the first mail
    cr_buf password;
    cr_error down;  // why no mail at all can be handed over: it is not tried again
} mailing;

/* One reader's turn. */
typedef struct turn {
    const cr_config_reader *reader;
    size_t first_company;  // in entity_of
    cr_mailbox to;
    cr_view profile;
    const char *address;
    cr_previous_edition *previous;  // [n_previous]
    size_t n_previous;
    cr_date since;                    // from where on what has come was not told
    cr_archive_delivery *unfinished;  // [n_unfinished] of earlier editions
    size_t n_unfinished;
} turn;

/* ---- sending ------------------------------------------------------------------------------------------------------ */

/* The password: from the environment, else the first line of the file. */
static cr_status read_password(mailing *m, const char **password, cr_error *error)
{
    const cr_config_mail *mail = &m->config->mail;
    *password = mail->password;
    if (!mail->user || mail->password || !mail->password_file)
        return CR_OK;
    cr_buf content = {0};
    cr_view rest, line = {0};
    cr_status status = cr_file_read(mail->password_file, CR_MAX_YAML, &content, error);
    rest = cr_buf_view(&content);
    if (!status && (!cr_view_next_line(&rest, &line) || line.size == 0))
        status = cr_error_at(error, CR_USAGE, mail->password_file, 1, 0, "no password on the first line");
    cr_buf_append(&m->password, line);
    *password = m->password.data;
    cr_buf_release(&content);
    return status;
}

static cr_status open_sender(mailing *m, cr_error *error)
{
    const cr_config_mail *mail = &m->config->mail;
    cr_sender_options options = {.smtp = mail->smtp, .user = mail->user, .sendmail = mail->sendmail};
    if (m->sender)
        return CR_OK;
    options.hello = cr_arena_copy(&m->p->arena, cr_mailbox_domain(&m->from)).data;
    cr_status status = read_password(m, &options.password, error);
    if (!status)
        status = cr_sender_open(&options, &m->sender, error);
    return status;
}

static cr_status render(mailing *m, const turn *t, const cr_edition *edition, cr_view id, cr_buf *out, cr_error *error)
{
    const cr_mail mail = {.from = m->from, .to = t->to, .unsubscribe = m->unsubscribe, .id = id};
    return cr_rendering_mail(edition, m->config, &mail, out, error);
}

static cr_status say(mailing *m, const turn *t, const char *what, const char *reason, bool good, cr_error *error)
{
    cr_buf text = {0};
    cr_buf_append_string(&text, what);
    if (reason[0]) {
        cr_buf_append_string(&text, ": ");
        cr_buf_append_string(&text, reason);
    }
    cr_status status = cr_publication_say(m->p, "mail", t->address, text.data, good, error);
    cr_buf_release(&text);
    return status;
}

/* Hands a mail over and writes down what became of it. */
static cr_status deliver(mailing *m, const turn *t, const cr_edition *edition, cr_archive_delivery *delivery,
                         cr_error *error)
{
    cr_archive *archive = m->p->archive;
    cr_buf message = {0};
    cr_sent sent = {0};
    cr_status status = render(m, t, edition, delivery->message_id, &message, error);
    if (!status && m->config->dry_run) {
        cr_buf_append_string(&message, "\n");
        status = say(m, t, "would be sent", "", true, error);
        if (!status)
            status = cr_io_write(m->p->io, cr_buf_view(&message), error);
        cr_buf_release(&message);
        return status;
    }
    if (!status)
        status = open_sender(m, error);
    if (!status) {
        delivery->state = CR_DELIVERY_SENDING;
        delivery->attempts++;
        status = cr_archive_delivery_put(archive, delivery, error);
    }
    if (!status) {
        if (m->down.status)
            sent = (cr_sent){.outcome = CR_SENT_FAILED, .reason = m->down};
        else
            cr_sender_send(m->sender, m->from.address.data, t->to.address.data, cr_buf_view(&message), &sent);
        if (sent.is_down)
            m->down = sent.reason;
        delivery->state = sent.outcome == CR_SENT           ? CR_DELIVERY_DONE
                          : sent.outcome == CR_SENT_REFUSED ? CR_DELIVERY_REFUSED
                          : sent.is_unsure                  ? CR_DELIVERY_SENDING
                                                            : CR_DELIVERY_FAILED;
        delivery->last_error = cr_view_of(sent.outcome == CR_SENT ? NULL : sent.reason.text);
        delivery->done = sent.outcome == CR_SENT ? m->p->now : 0;
        status = cr_archive_delivery_put(archive, delivery, error);
        delivery->last_error = (cr_view){0};
    }
    if (!status && sent.outcome == CR_SENT)
        status = say(m, t, "sent", "", true, error);
    else if (!status)
        status = say(m, t, sent.outcome == CR_SENT_REFUSED ? "refused" : "failed", sent.reason.text, false, error);
    cr_buf_release(&message);
    return status;
}

/* ---- what a reader has got ---------------------------------------------------------------------------------------- */

/* Sends what earlier runs could not send, oldest first, and finds what the reader knows. */
static cr_status look_back(mailing *m, turn *t, cr_error *error)
{
    cr_publication *p = m->p;
    const cr_archive_edition *editions;
    size_t n;
    if (!p->archive)  // of a dry run, before there is one
        return CR_OK;
    cr_status status = cr_archive_editions(p->archive, t->profile, p->day, CR_KEPT_PREVIOUS, &p->arena, &editions, &n,
                                           error);
    if (status)
        return status;
    t->previous = CR_ARENA_ZEROED(&p->arena, cr_previous_edition, n);
    t->unfinished = CR_ARENA_ZEROED(&p->arena, cr_archive_delivery, n);
    if (n)  // none may have gone out: the first would have told what that began with
        t->since = cr_publication_first(p, editions[n - 1].date, (cr_date){0});
    for (size_t i = n; i-- > 0 && !status;) {
        cr_archive_delivery delivery;
        cr_manifest manifest;
        bool found;
        status = cr_archive_delivery_get(p->archive, editions[i].id, KIND, t->to.address, &p->arena, &delivery, &found,
                                         error);
        if (status || !found || delivery.state == CR_DELIVERY_REFUSED)
            continue;
        if (delivery.state != CR_DELIVERY_DONE) {
            status = cr_manifest_parse(editions[i].json, "an edition of the archive", &p->arena, &manifest, error);
            if (!status && (manifest.n_editions != 1 || !cr_manifest_is_sound(&manifest.editions[0])))
                status = cr_error_set(error, CR_INPUT, "an edition of the archive is none");
            if (!status)
                status = deliver(m, t, &manifest.editions[0], &delivery, error);
        }
        bool is_told = delivery.state == CR_DELIVERY_DONE || m->config->dry_run;
        if (!status && is_told) {
            t->since = editions[i].date;
            status = cr_previous_edition_parse(editions[i].json, "an edition of the archive", &p->arena,
                                               &t->previous[t->n_previous++], error);
        } else if (!status && delivery.state != CR_DELIVERY_REFUSED) {
            t->unfinished[t->n_unfinished++] = delivery;
        }
    }
    return status;
}

static const bool *find_followed(cr_publication *p, const turn *t)
{
    if (t->reader->companies.n == 0)
        return cr_corpus_followed(&p->corpus, &p->arena);
    bool *followed = CR_ARENA_ZEROED(&p->arena, bool, p->corpus.tools.entities->n_entities);
    for (size_t i = 0; i < t->reader->companies.n; i++)
        followed[p->entity_of[t->first_company + i]] = true;
    return followed;
}

/* The reader's edition of the day, made and not stored. */
static cr_status make_edition(mailing *m, turn *t, cr_issue *issue, cr_error *error)
{
    cr_publication *p = m->p;
    cr_config config = *m->config;
    cr_profile profile = {.config = &config, .previous = t->previous, .n_previous = t->n_previous};
    config.date = p->day;
    profile.first = cr_publication_first(p, p->day, t->since);
    if (t->reader->reader)
        config.reader = t->reader->reader;
    if (t->reader->mute.n)
        config.mute = t->reader->mute;
    if (t->reader->boost.n)
        config.boost = t->reader->boost;
    cr_status status = cr_publication_read(p, profile.first, error);
    if (!status && p->corpus.tools.entities)
        profile.followed = find_followed(p, t);
    return status ? status : cr_publication_make(p, &profile, issue, error);
}

/* Stores it with its delivery; what it tells again is given up. */
static cr_status store(mailing *m, turn *t, cr_issue *issue, cr_archive_delivery *delivery, cr_error *error)
{
    cr_archive *archive = m->p->archive;
    cr_status status = cr_archive_begin(archive, error);
    if (!status)
        status = cr_publication_store(m->p, t->profile, issue, error);
    for (size_t i = 0; i < t->n_unfinished && !status; i++) {
        t->unfinished[i].state = CR_DELIVERY_REFUSED;
        t->unfinished[i].last_error = CR_VIEW("a later edition tells it");
        status = cr_archive_delivery_put(archive, &t->unfinished[i], error);
    }
    delivery->edition = issue->id;
    if (!status)
        status = cr_archive_delivery_put(archive, delivery, error);
    if (!status)
        return cr_archive_commit(archive, error);
    cr_archive_rollback(archive);
    return status;
}

static cr_status serve(mailing *m, turn *t, cr_error *error)
{
    cr_publication *p = m->p;
    cr_issue issue;
    cr_archive_delivery delivery = {.kind = KIND, .target = t->to.address, .state = CR_DELIVERY_PENDING};
    bool found, has_row = false;
    cr_status status = look_back(m, t, error);
    if (!status)
        status = cr_publication_find(p, t->profile, &issue, &found, error);
    if (!status && found)
        status = cr_archive_delivery_get(p->archive, issue.id, KIND, t->to.address, &p->arena, &delivery, &has_row,
                                         error);
    if (!status && !found)
        status = make_edition(m, t, &issue, error);
    if (status)
        return status;
    if (!has_row) {
        delivery = (cr_archive_delivery){.edition = issue.id, .kind = KIND, .target = t->to.address};
        delivery.message_id = cr_mail_id(&issue.edition, &m->from, &t->to, &p->arena);
    }
    if (!found && !issue.has_news && !m->config->mail.always)
        return say(m, t, "nothing new", "", true, error);
    if (!found && !m->config->dry_run)
        status = store(m, t, &issue, &delivery, error);
    if (status)
        return status;
    if (delivery.state == CR_DELIVERY_DONE)
        return say(m, t, "sent before", "", true, error);
    if (delivery.state == CR_DELIVERY_REFUSED)
        return say(m, t, "refused before", "", false, error);
    return deliver(m, t, &issue.edition, &delivery, error);
}

/* ---- all ---------------------------------------------------------------------------------------------------------- */

static cr_status begin(mailing *m, const cr_config_output *output, cr_error *error)
{
    const char *file = m->config->file;
    if (!m->config->mail.from)
        return cr_error_at(error, CR_USAGE, file, output->line, output->column, "mail has no sender: 'mail: from:'");
    if (!m->config->mail.smtp && !m->config->mail.sendmail && !m->config->dry_run)
        return cr_error_at(error, CR_USAGE, file, output->line, output->column,
                           "mail has neither a server nor a program to go to: 'mail: smtp:' or 'mail: sendmail:'");
    if (!m->config->archive)
        return cr_error_at(error, CR_USAGE, file, output->line, output->column,
                           "mail wants an archive, which remembers what was sent: 'archive: FILE'");
    cr_status status = cr_mailbox_parse(cr_view_of(m->config->mail.from), &m->p->arena, &m->from, error);
    m->unsubscribe = cr_view_of(m->config->mail.unsubscribe);
    if (!status && m->unsubscribe.size)
        status = cr_mime_check_unsubscribe(m->unsubscribe, error);
    return status;
}

/* The reader's address may have a name in it; one of its own goes before that. */
static cr_status begin_turn(mailing *m, turn *t, cr_error *error)
{
    cr_arena *arena = &m->p->arena;
    cr_buf profile = {0};
    cr_status status = cr_mailbox_parse(cr_view_of(t->reader->address), arena, &t->to, error);
    if (status)
        return status;
    if (t->reader->name)
        t->to.name = cr_view_of(t->reader->name);
    t->address = t->to.address.data;
    cr_buf_append_format(&profile, "mail:%s", t->address);
    t->profile = cr_arena_copy(arena, cr_buf_view(&profile));
    cr_buf_release(&profile);
    return CR_OK;
}

/* Whether the output sends mails to a reader. */
static bool is_for(const cr_config_output *output, const cr_config_reader *reader)
{
    return !output->to || strcmp(output->to, "all") == 0 || strcmp(output->to, reader->address) == 0;
}

cr_status cr_publish_mails_check(cr_publication *p, const cr_config_output *output, cr_error *error)
{
    mailing m = {.p = p, .config = p->config};
    size_t n = 0;
    cr_status status = begin(&m, output, error);
    for (size_t i = 0; i < p->config->n_readers && !status; i++) {
        turn t = {.reader = &p->config->readers[i]};
        n += is_for(output, t.reader);
        status = begin_turn(&m, &t, error);
    }
    if (!status && n == 0)
        status = cr_error_at(error, CR_USAGE, p->config->file, output->line, output->column,
                             "mail goes to nobody: there is no such reader");
    return status;
}

cr_status cr_publish_mails(cr_publication *p, const cr_config_output *output, cr_error *error)
{
    mailing m = {.p = p, .config = p->config};
    size_t first_company = 0;
    cr_status status = begin(&m, output, error);
    for (size_t i = 0; i < p->config->n_readers && !status; i++) {
        turn t = {.reader = &p->config->readers[i], .first_company = first_company};
        first_company += t.reader->companies.n;
        if (!is_for(output, t.reader))
            continue;
        status = begin_turn(&m, &t, error);
        cr_error problem = {0};
        if (!status && serve(&m, &t, &problem))  // it keeps nobody else from being served
            status = say(&m, &t, "failed", problem.text, false, error);
    }
    cr_sender_close(m.sender);
    cr_buf_release(&m.password);
    return status;
}
