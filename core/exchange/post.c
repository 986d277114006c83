/* core/exchange/post.c: files, SMTP and Graph behind one door. What flies is a record of its own
 * here, whoever carries it. */
#include "core/exchange/post.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/clock.h"
#include "core/base/path.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/config.h"
#include "core/exchange/letters.h"
#include "core/exchange/message.h"
#include "core/net/mail.h"
#include "core/service/service.h"
#include "core/store/store.h"
#include "core/tenant/notice.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"

enum {
	GRAPH_RATE = 24,   /* messages a minute: one per 2.5 s (graph-api.md 8.2) */
	SOON_MS = 250,     /* a turn that is as near as the next look of apply */
	TEST_LOOK_MS = 100 /* how often a test through the service is looked for */
};

/* A mail on its way. */
struct flight {
	struct post *post;
	struct flight *next;
	int64_t id, mail_id;
	int64_t service_flight; /* 0: it goes by SMTP */
	bool landed;
	enum mail_end end;
	char words[300];
};

struct post {
	struct post_setup setup;
	struct letters *letters;
	struct letter_sender files;
	struct mail *mail; /* made when it is first needed */
	bool barred;       /* no mail can be sent at all, and why */
	char barred_words[300];
	struct flight *flights;
	int64_t next_id, graph_last;
	/* The test that is on its way. */
	post_tested *tested;
	void *tested_data;
	int64_t test_flight;
	int test_timer;
};

enum method { METHOD_NONE, METHOD_FILES, METHOD_SMTP, METHOD_GRAPH };

static enum method method_of(const char *word)
{
	static const char *const words[] = { "none", "files", "smtp", "graph" };
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i], word) == 0)
			return (enum method)i;
	return METHOD_NONE;
}

/* As the organization's answer is now: it may change while an apply runs. */
static enum method method_now(struct post *post)
{
	struct organization organization;
	return organization_get(post->setup.store, &organization, NULL)
		       ? method_of(organization.notify_method)
		       : METHOD_NONE;
}

struct post *post_new(const struct post_setup *setup)
{
	struct post *post = xcalloc(1, sizeof *post);
	post->setup = *setup;
	post->letters = letters_new();
	post->files = (struct letter_sender){
		.letters = post->letters, .ref = setup->ref, .base = setup->base
	};
	return post;
}

static void flight_drop(struct post *post, struct flight *flight)
{
	const struct service *service = post->setup.service;
	if (flight->service_flight && service && service->ops->drop)
		service->ops->drop(post->setup.service, flight->service_flight);
	if (flight->mail_id)
		mail_drop(post->mail, flight->mail_id);
	free(flight);
}

void post_free(struct post *post)
{
	struct flight *flight;
	if (!post)
		return;
	while ((flight = post->flights)) {
		post->flights = flight->next;
		flight_drop(post, flight);
	}
	loop_cancel(post->setup.loop, post->test_timer);
	mail_free(post->mail);
	letters_free(post->letters);
	free(post);
}

/* ---- whether it can be done ---- */

static bool demo_may(const struct post *post, struct error *err)
{
	return !post->setup.demo || config_loopback(post->setup.config->mail.url) ||
	       error_set(err, ERROR_USAGE,
		       _("This tenant is simulated and nobody has its numbers: its letters go to files, or to a mail server on this machine."));
}

static bool smtp_ready(struct post *post, struct error *err)
{
	const struct config *config = post->setup.config;
	struct mailbox from;
	struct mail_options options = {
		.url = config->mail.url,
		.user = config->mail.user,
		.password_env = config->mail.password_env,
		.plain = config->mail.tls == CONFIG_TLS_NONE,
		.ca_file = config->endpoints.ca_file,
		.rate = config->mail.rate,
	};
	if (!demo_may(post, err))
		return false;
	if (config->mail.from[0] == '\0')
		return error_set(err, ERROR_USAGE,
			_("Mail needs a sender: write from = Name <name@your-domain> under [mail]."));
	if (!mailbox_read(&from, config->mail.from, err))
		return error_prefix(err, _("The sender under [mail]: "));
	if (!post->mail)
		post->mail = mail_new(post->setup.loop, &options, err);
	return post->mail != NULL;
}

static bool graph_ready(struct post *post, struct error *err)
{
	const struct service *service = post->setup.service;
	struct mailbox from;
	if (!service || post->setup.demo)
		return error_set(err, ERROR_USAGE,
			_("Graph sends mail for a real tenant only, once somebody is signed in."));
	return post->setup.config->mail.from[0] == '\0' ||
	       mailbox_read(&from, post->setup.config->mail.from, err) ||
	       error_prefix(err, _("The sender under [mail]: "));
}

bool post_ready(struct post *post, struct error *err)
{
	switch (method_now(post)) {
	case METHOD_SMTP:
		return smtp_ready(post, err);
	case METHOD_GRAPH:
		return graph_ready(post, err);
	case METHOD_FILES:
	case METHOD_NONE:
		break;
	}
	return true;
}

/* ---- the message ---- */

static const char *name_of(const struct person *person)
{
	return person->display_name[0] ? person->display_name : person->upn;
}

/* The mailbox of a person: the mail address, else the user principal name. */
static bool mailbox_of(struct mailbox *out, const struct person *person, struct error *err)
{
	if (!mailbox_read(out, person->mail[0] ? person->mail : person->upn, err))
		return false;
	text_copy(out->name, sizeof out->name, name_of(person));
	return true;
}

/* Without a name of its own the organization is the sender. */
static void sender_of(struct post *post, struct mailbox *out)
{
	struct organization organization;
	if (post->setup.config->mail.from[0] == '\0' ||
		!mailbox_read(out, post->setup.config->mail.from, NULL)) {
		*out = (struct mailbox){ .name = "" };
		return;
	}
	if (out->name[0] == '\0' && organization_get(post->setup.store, &organization, NULL))
		text_copy(out->name, sizeof out->name, organization.name);
}

static void message_begin(struct post *post, struct message *message)
{
	*message = (struct message){ .domain = post->setup.config->tenant.tenant,
		.date = clock_now() };
	sender_of(post, &message->from);
}

/* ---- sending ---- */

static void refuse(struct service_reply *reply, enum cause cause, const char *words)
{
	reply->state = SERVICE_FAILED;
	reply->cause = cause;
	text_copy(reply->words, sizeof reply->words, words);
}

static void reply_of(enum mail_end end, const char *words, struct service_reply *reply)
{
	static const struct {
		enum service_state state;
		enum cause cause;
	} ends[] = {
		[MAIL_SENT] = { SERVICE_DONE, CAUSE_NONE },
		[MAIL_REFUSED] = { SERVICE_FAILED, CAUSE_MAIL_REFUSED },
		[MAIL_BARRED] = { SERVICE_FAILED, CAUSE_MAIL_BARRED },
		[MAIL_LATER] = { SERVICE_RETRY, CAUSE_UNAVAILABLE },
		[MAIL_UNKNOWN] = { SERVICE_FAILED, CAUSE_MAIL_UNKNOWN },
	};
	reply->state = ends[end].state;
	reply->cause = ends[end].cause;
	text_copy(reply->words, sizeof reply->words, words);
}

static struct flight *flight_new(struct post *post)
{
	struct flight *flight = xcalloc(1, sizeof *flight);
	flight->post = post;
	flight->id = ++post->next_id;
	flight->next = post->flights;
	post->flights = flight;
	return flight;
}

static void on_mail(void *data, enum mail_end end, const char *words)
{
	struct flight *flight = data;
	struct post *post = flight->post;
	flight->landed = true;
	flight->mail_id = 0;
	flight->end = end;
	text_copy(flight->words, sizeof flight->words, words);
	if (end == MAIL_BARRED) {
		post->barred = true;
		text_copy(post->barred_words, sizeof post->barred_words, words);
	}
	if (post->setup.service)
		service_wake(post->setup.service);
}

static void send_smtp(struct post *post, const struct message *message, const char *text,
	struct service_reply *reply)
{
	struct flight *flight = flight_new(post);
	flight->mail_id = mail_send(
		post->mail, message->from.address, message->to.address, text, on_mail, flight);
	reply->state = SERVICE_FLYING;
	reply->flight = flight->id;
}

/* Nobody can ask Graph whether a mail was sent. */
static void graph_doubt(struct service_reply *reply)
{
	if (reply->state == SERVICE_DOUBT || reply->state == SERVICE_PENDING) {
		reply->state = SERVICE_FAILED;
		reply->cause = CAUSE_MAIL_UNKNOWN;
	}
}

static bool send_graph(struct post *post, const struct message *message, const char *text,
	struct service_reply *reply, struct error *err)
{
	struct service *service = post->setup.service;
	struct service_request request = { .kind = "mail",
		.request_id = message->request_id,
		.upn = message->to.address,
		.document = text };
	post->graph_last = clock_ticks();
	if (!service->ops->submit(service, &request, reply, err))
		return false;
	graph_doubt(reply);
	if (reply->state == SERVICE_FLYING) {
		struct flight *flight = flight_new(post);
		flight->service_flight = reply->flight;
		reply->flight = flight->id;
	}
	return true;
}

/* Hands a letter over. */
static bool post_letter(struct post *post, enum method method, const struct message *message,
	const struct letter *letter, struct service_reply *reply, struct error *err)
{
	struct str text = { 0 };
	bool fine = true;
	message_write(&text, message, letter);
	if (method == METHOD_SMTP)
		send_smtp(post, message, str_text(&text), reply);
	else
		fine = send_graph(post, message, str_text(&text), reply, err);
	str_fini(&text);
	return fine;
}

static bool send_mail(struct post *post, enum method method, int64_t person_id,
	const char *request_id, struct apply_letter *out, struct service_reply *reply,
	struct error *err)
{
	struct person person;
	struct message message;
	struct letter letter = { .fallback = false };
	struct error trouble = { 0 };
	if (!post_ready(post, err) || !person_get(post->setup.store, person_id, &person, err))
		return false;
	message_begin(post, &message);
	message.request_id = request_id;
	if (!mailbox_of(&message.to, &person, &trouble)) {
		refuse(reply, CAUSE_MAIL_ADDRESS, trouble.text);
		return true;
	}
	bool fine = letter_of(
		post->letters, &letter, post->setup.store, post->setup.ref, person_id, err);
	if (fine) {
		*out = (struct apply_letter){ .file = "" };
		snprintf(out->method, sizeof out->method, "%s",
			method == METHOD_SMTP ? "smtp" : "graph");
		snprintf(out->language, sizeof out->language, "%s", letter.language);
		message_id(&message, out->message_id, sizeof out->message_id);
		fine = post_letter(post, method, &message, &letter, reply, err);
	}
	letter_fini(&letter);
	return fine;
}

static bool post_send(void *data, struct store *store, int64_t person_id, const char *request_id,
	struct apply_letter *out, struct service_reply *reply, struct error *err)
{
	struct post *post = data;
	enum method method = method_now(post);
	if (method == METHOD_FILES)
		return letter_send_file(
			&post->files, store, person_id, request_id, out, reply, err);
	if (method == METHOD_NONE)
		return error_set(err, ERROR_PERSON, _("No letters are wanted any more."));
	/* A server that refuses the sign-in is not asked again and again. */
	if (method == METHOD_SMTP && post->barred) {
		refuse(reply, CAUSE_MAIL_BARRED, post->barred_words);
		return true;
	}
	return send_mail(post, method, person_id, request_id, out, reply, err);
}

static bool flight_reply(
	struct post *post, struct flight *flight, struct service_reply *reply, struct error *err)
{
	struct service *service = post->setup.service;
	if (!flight->service_flight) {
		if (flight->landed)
			reply_of(flight->end, flight->words, reply);
		else
			reply->state = SERVICE_FLYING;
		return true;
	}
	if (!service->ops->land(service, flight->service_flight, reply, err))
		return false;
	graph_doubt(reply);
	return true;
}

static bool post_land(void *data, int64_t id, struct service_reply *reply, struct error *err)
{
	struct post *post = data;
	struct flight **at = &post->flights;
	while (*at && (*at)->id != id)
		at = &(*at)->next;
	struct flight *flight = *at;
	if (!flight) {
		refuse(reply, CAUSE_MAIL_UNKNOWN, "");
		return true;
	}
	if (!flight_reply(post, flight, reply, err))
		return false;
	if (reply->state == SERVICE_FLYING)
		return true;
	*at = flight->next;
	free(flight);
	return true;
}

/* One mail on its way, and none before its turn: what waits here would be in doubt after a crash,
 * though it never left. */
static int post_room(void *data)
{
	struct post *post = data;
	switch (method_now(post)) {
	case METHOD_SMTP:
		if (post->barred || !post->mail)
			return 1;
		return !post->flights && mail_wait(post->mail) <= SOON_MS;
	case METHOD_GRAPH:
		return !post->flights &&
		       mail_pace(GRAPH_RATE, post->graph_last, clock_ticks()) == 0;
	case METHOD_FILES:
	case METHOD_NONE:
		break;
	}
	return INT_MAX;
}

void post_use(struct post *post, struct apply_options *options)
{
	options->notice_send = post_ready(post, NULL) ? post_send : NULL;
	options->notice_land = post_land;
	options->notice_room = post_room;
	options->notice_data = post;
	post->barred = false;
}

void post_warning(const struct post *post, struct str *out)
{
	static const char initial[] = ".onmicrosoft.com";
	const struct config *config = post->setup.config;
	struct mailbox from;
	const char *domain = config->tenant.tenant;
	if (config->mail.from[0] && mailbox_read(&from, config->mail.from, NULL))
		domain = mailbox_domain(&from);
	size_t len = strlen(domain), tail = sizeof initial - 1;
	if (len > tail && strcasecmp(domain + len - tail, initial) == 0)
		str_addf(out,
			_("From %s only about 100 people outside the organization can be written to a day: send from a domain of your own."),
			domain);
}

/* ---- failures ---- */

bool post_failed(struct store *store, struct post_keys *out, struct error *err)
{
	struct notice_filter failed = { .failed = true };
	struct notice_row row;
	int got;
	struct sqlite3_stmt *walk = notice_walk(store, &failed, err);
	if (!walk)
		return false;
	while ((got = notice_next(walk, &row, err)) > 0) {
		out->key = xrealloc(out->key, out->count + 1, sizeof *out->key);
		out->key[out->count++] = xasprintf("notice:%" PRId64, row.person_id);
	}
	store_done(walk);
	return got == 0;
}

void post_keys_fini(struct post_keys *keys)
{
	for (size_t i = 0; i < keys->count; i++)
		free(keys->key[i]);
	free(keys->key);
	*keys = (struct post_keys){ NULL, 0 };
}

/* ---- a test ---- */

static void test_end(struct post *post, const struct service_reply *reply, const char *words)
{
	post_tested *done = post->tested;
	post->tested = NULL;
	post->test_flight = 0;
	done(post->tested_data, reply->state == SERVICE_DONE, words);
}

static void test_words(const struct service_reply *reply, struct str *out)
{
	if (reply->state == SERVICE_FAILED)
		str_addf(out, "%s ", _(cause_why(reply->cause)));
	text_printable(out, reply->words);
}

/* The service wakes whoever applies; a test looks by itself. */
static void on_test(void *data)
{
	struct post *post = data;
	struct service_reply reply = { 0 };
	struct error err = { 0 };
	struct str words = { 0 };
	post->test_timer = 0;
	if (!post_land(post, post->test_flight, &reply, &err))
		refuse(&reply, CAUSE_UNKNOWN, err.text);
	if (reply.state == SERVICE_FLYING) {
		post->test_timer = loop_after(post->setup.loop, TEST_LOOK_MS, on_test, post);
	} else {
		test_words(&reply, &words);
		test_end(post, &reply, str_text(&words));
	}
	str_fini(&words);
	service_reply_fini(&reply);
}

/* The letter of the first who gets one, by name. */
static bool test_letter(struct post *post, struct letter *letter, struct error *err)
{
	struct notice_filter all = { .to_write = false };
	struct notice_row row;
	int got, told = 0;
	struct sqlite3_stmt *walk = notice_walk(post->setup.store, &all, err);
	if (!walk)
		return false;
	while (!told && (got = notice_next(walk, &row, err)) > 0)
		told = row.notify && row.number[0];
	store_done(walk);
	if (!told)
		return err && err->code != ERROR_NONE
			       ? false
			       : error_set(err, ERROR_NOT_FOUND,
					 _("Nobody is to be told of a number yet: match people and numbers in Assign first."));
	return letter_of(
		post->letters, letter, post->setup.store, post->setup.ref, row.person_id, err);
}

bool post_test(
	struct post *post, const char *address, post_tested *done, void *data, struct error *err)
{
	enum method method = method_now(post);
	struct letter letter = { .fallback = false };
	struct service_reply reply = { 0 };
	struct message message;
	char id[RANDOM_GUID];
	if (post->tested)
		return error_set(err, ERROR_BUSY, _("A test is on its way already."));
	if (method != METHOD_SMTP && method != METHOD_GRAPH)
		return error_set(err, ERROR_USAGE,
			_("No mail is sent here: letters go to files, or nowhere. Choose smtp or graph in step Notify first."));
	post->barred = false;
	message_begin(post, &message);
	message.request_id = random_guid(id); /* each test is another message */
	message.mark = _("[Test]");
	bool fine = post_ready(post, err) && mailbox_read(&message.to, address, err) &&
		    test_letter(post, &letter, err) &&
		    post_letter(post, method, &message, &letter, &reply, err);
	letter_fini(&letter);
	if (!fine)
		return false;
	post->tested = done;
	post->tested_data = data;
	post->test_flight = reply.flight;
	if (reply.state == SERVICE_FLYING) {
		post->test_timer = loop_after(post->setup.loop, TEST_LOOK_MS, on_test, post);
	} else {
		struct str words = { 0 };
		test_words(&reply, &words);
		test_end(post, &reply, str_text(&words));
		str_fini(&words);
	}
	service_reply_fini(&reply);
	return true;
}

/* ---- files for people ---- */

static bool write_eml(struct post *post, const struct letter *letter, const struct person *person,
	const char *folder, struct error *err)
{
	struct message message;
	struct str text = { 0 }, name = { 0 };
	message_begin(post, &message);
	message.draft = true;
	mailbox_of(&message.to, person, NULL);
	message_write(&text, &message, letter);
	letter_file_name(&name, person->upn, ".eml");
	char *path = path_join(folder, str_text(&name));
	bool fine = path_make(folder, 0700, err) &&
		    file_write(path, str_text(&text), text.len, 0600, err);
	free(path);
	str_fini(&name);
	str_fini(&text);
	return fine;
}

static bool write_one(struct post *post, enum post_file kind, int64_t person_id, const char *folder,
	struct error *err)
{
	struct letter letter = { .fallback = false };
	struct person person;
	bool fine = person_get(post->setup.store, person_id, &person, err) &&
		    letter_of(post->letters, &letter, post->setup.store, post->setup.ref, person_id,
			    err) &&
		    (kind == POST_TXT ? letter_write(&letter, folder, person.upn, NULL, err)
				      : write_eml(post, &letter, &person, folder, err));
	letter_fini(&letter);
	return fine;
}

bool post_files(struct post *post, enum post_file kind, const char *folder, int64_t *count,
	struct error *err)
{
	struct notice_filter all = { .to_write = false };
	struct notice_row row;
	struct sqlite3_stmt *walk = notice_walk(post->setup.store, &all, err);
	int got = walk ? 0 : -1;
	*count = 0;
	while (walk && (got = notice_next(walk, &row, err)) > 0) {
		if (!row.notify || !row.number[0])
			continue;
		if (!write_one(post, kind, row.person_id, folder, err)) {
			got = -1;
			break;
		}
		++*count;
	}
	store_done(walk);
	return got == 0;
}
