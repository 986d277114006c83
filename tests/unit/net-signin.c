/* Proves the sign-in against a service that checks what it is sent: every way to a token, every way
 * to none, renewal, one question for many callers, and that no secret shows. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <qrencode.h>

#include "core/base/base64.h"
#include "core/base/clock.h"
#include "core/base/path.h"
#include "core/net/oauth.h"
#include "core/net/qr.h"
#include "tests/unit/expect.h"

#define GRAPH "https://graph.microsoft.com"
#define TEAMS "48ac35b8-9aa8-4d74-927d-1f4a14a0b239"
#define CLIENT "11111111-2222-3333-4444-555555555555"
#define PLANTED "PLANTED-s3cret+/=&%"
#define SECRET_ENV "RINGUP_TEST_SECRET"

/* ---- the service, in a process of its own ---- */

/* What it answers to a question for a token, one after the other; the last stays. */
enum { STEPS = 4 };

struct step {
	int status;
	const char *header, *body; /* body NULL: a token; "": closes without a word */
};

#define ERROR_ANSWER(error, code)                                                                       \
	"{\"error\":\"" error "\",\"error_description\":\"AADSTS" #code                                 \
	": %s\",\"error_codes\":[" #code "],"                                                           \
	"\"timestamp\":\"2026-11-21 09:12:03Z\",\"trace_id\":\"3b0c1d2e-1111-4222-8333-444455556666\"," \
	"\"correlation_id\":\"9a8b7c6d-2222-4333-8444-555566667777\"}"
#define TOKEN                 \
	{                     \
		200, "", NULL \
	}
#define REFUSAL(error, code)                       \
	{                                          \
		400, "", ERROR_ANSWER(error, code) \
	}
#define PENDING REFUSAL("authorization_pending", 70016)

static const struct scene {
	const char *tenant;
	struct step steps[STEPS];
} scenes[] = {
	{ "good.example", { TOKEN } },
	{ "device.example", { PENDING, PENDING, TOKEN } },
	{ "slow.example", { REFUSAL("slow_down", 0), TOKEN } },
	{ "expired.example", { PENDING, REFUSAL("expired_token", 70020), TOKEN } },
	{ "declined.example", { REFUSAL("authorization_declined", 70000), TOKEN } },
	{ "denied.example", { REFUSAL("access_denied", 0), TOKEN } },
	{ "blocked.example", { REFUSAL("invalid_grant", 53003), TOKEN } },
	{ "public.example", { REFUSAL("invalid_client", 7000218) } },
	{ "typing.example", { { 503, "", "busy" }, { 200, "", "" }, PENDING, TOKEN } },
	{ "late.example", { { 429, "Retry-After: 86400\r\n", "{}" } } },
	{ "revoked.example", { TOKEN, REFUSAL("invalid_grant", 50173), PENDING, TOKEN } },
	{ "rotated.example", { TOKEN, REFUSAL("invalid_grant", 70000), TOKEN } },
	{ "consent.example", { TOKEN, REFUSAL("invalid_grant", 65001), TOKEN } },
	{ "passing.example", { { 503, "", "busy" }, { 429, "Retry-After: 0.02\r\n", "{}" },
				     { 200, "", "" }, TOKEN } },
	{ "down.example", { { 503, "", "busy" } } },
	{ "wait.example", { { 429, "Retry-After: 900\r\n", "{}" } } },
	{ "moved.example", { { 302, "Location: /stolen\r\n", "{}" } } },
	{ "garbage.example", { { 200, "", "<html>Sign in to the hotel</html>" } } },
	{ "empty.example", { { 200, "", "{}" } } },
	{ "header.example", { { 200, "", "{\"access_token\":\"a\\r\\nEvil: 1\"}" } } },
	{ "ended-token.example",
		{ { 200, "", "{\"access_token\":\"TOKEN-0\",\"expires_in\":0}" } } },
	{ "past-token.example",
		{ { 200, "", "{\"access_token\":\"TOKEN-0\",\"expires_in\":-3600}" } } },
	{ "endless-token.example",
		{ { 200, "",
			"{\"access_token\":\"TOKEN-0\",\"expires_in\":9223372036854775807}" } } },
	{ "secret.example", { { 401, "", ERROR_ANSWER("invalid_client", 7000215) } } },
	{ "ended.example", { { 401, "", ERROR_ANSWER("invalid_client", 7000222) } } },
	{ "assertion.example", { { 401, "", ERROR_ANSWER("invalid_client", 700027) } } },
	{ "client.example", { REFUSAL("unauthorized_client", 700016) } },
	{ "tenant.example", { REFUSAL("invalid_request", 90002) } },
	{ "unknown.example", { REFUSAL("something_new", 99999) } },
	{ "word.example", { { 400, "", "{\"error\":\"invalid_scope\"}" } } },
};

/* What the test sees of it. */
static struct seen {
	int devicecodes, tokens, stolen, wrong;
	char why[512];      /* of the last wrong one */
	char challenge[80]; /* given by the test: of the browser's sign-in */
	char redirect[80];  /* likewise */
	char other[40];     /* a refresh token that another sign-in got; likewise */
	char scope[400];    /* of the last question */
	int taken[COUNT_OF(scenes)], given;
} * seen;

static EVP_PKEY *pair;
static char folder[] = "/tmp/net-signin.XXXXXX";
static char *certificate_file, *key_file;
static char thumb[64], login[64];
static pid_t server;

static void wrong(const char *why)
{
	seen->wrong++;
	snprintf(seen->why, sizeof seen->why, "%s", why);
}

/* A value of the form, decoded. */
static const char *field(const char *form, const char *name)
{
	static char values[12][4096];
	static int turn;
	char *out = values[turn = (turn + 1) % 12], *at = out;
	size_t len = strlen(name);
	while (*form && (strncmp(form, name, len) != 0 || form[len] != '=')) {
		form += strcspn(form, "&");
		form += *form == '&';
	}
	for (form += *form ? len + 1 : 0; *form && *form != '&' && at < out + 4000; form++) {
		unsigned byte = (unsigned char)*form;
		if (*form == '%' && sscanf(form + 1, "%2x", &byte) == 1)
			form += 2;
		*at++ = (char)byte;
	}
	*at = '\0';
	return out;
}

static size_t base64url_decode(const char *text, size_t len, unsigned char *out)
{
	unsigned bits = 0, have = 0;
	size_t size = 0;
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	for (size_t i = 0; i < len; i++) {
		const char *digit = strchr(digits, text[i]);
		if (!digit)
			return 0;
		bits = bits << 6 | (unsigned)(digit - digits);
		have += 6;
		if (have >= 8)
			out[size++] = (unsigned char)(bits >> (have -= 8));
	}
	return size;
}

static bool signed_by_us(const char *assertion, const char *dot)
{
	unsigned char signature[1024];
	size_t len = base64url_decode(dot + 1, strlen(dot + 1), signature);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *options = NULL;
	bool ok = EVP_DigestVerifyInit(context, &options, EVP_sha256(), NULL, pair) == 1 &&
		  EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
		  EVP_PKEY_CTX_set_rsa_pss_saltlen(options, 32) == 1 &&
		  EVP_DigestVerify(context, signature, len, (const unsigned char *)assertion,
			  (size_t)(dot - assertion)) == 1;
	EVP_MD_CTX_free(context);
	return ok;
}

static void check_part(const char *what, const char *json, const char *part)
{
	if (strstr(json, part))
		return;
	snprintf(seen->why, sizeof seen->why, "%s lacks %s: %.120s", what, part, json);
	seen->wrong++;
}

static void check_assertion(const char *assertion, const char *tenant)
{
	char head[1024] = "", claims[1024] = "", part[160];
	const char *first = strchr(assertion, '.'), *last = strrchr(assertion, '.');
	if (!first || first == last || !signed_by_us(assertion, last)) {
		wrong("the signature of the assertion");
		return;
	}
	base64url_decode(assertion, (size_t)(first - assertion), (unsigned char *)head);
	base64url_decode(first + 1, (size_t)(last - first - 1), (unsigned char *)claims);
	snprintf(part, sizeof part, "\"x5t#S256\":\"%s\"", thumb);
	check_part("head", head, part);
	check_part("head", head, "\"alg\":\"PS256\"");
	check_part("head", head, "\"typ\":\"JWT\"");
	snprintf(part, sizeof part, "\"aud\":\"%s/%s/oauth2/v2.0/token\"", login, tenant);
	check_part("claims", claims, part);
	check_part("claims", claims, "\"iss\":\"" CLIENT "\"");
	check_part("claims", claims, "\"sub\":\"" CLIENT "\"");
	check_part("claims", claims, "\"exp\":");
	check_part("claims", claims, "\"jti\":");
}

static void check_browser(const char *form)
{
	unsigned char digest[32];
	struct str hash = { 0 };
	const char *verifier = field(form, "code_verifier");
	EVP_Digest(verifier, strlen(verifier), digest, NULL, EVP_sha256(), NULL);
	base64url_add(&hash, digest, sizeof digest);
	if (strcmp(str_text(&hash), seen->challenge) != 0 || strlen(verifier) < 43)
		wrong("the verifier of PKCE");
	if (strcmp(field(form, "code"), "CODE+1/2") != 0)
		wrong("the code of the browser");
	if (strcmp(field(form, "redirect_uri"), seen->redirect) != 0)
		wrong("the address of the answer");
	str_fini(&hash);
}

static void check_form(const char *form, const char *tenant)
{
	char refresh[40];
	const char *grant = field(form, "grant_type");
	snprintf(refresh, sizeof refresh, "REFRESH-%d", seen->given);
	if (strcmp(field(form, "client_id"), CLIENT) != 0)
		wrong("the client id");
	if (strcmp(grant, "refresh_token") == 0) {
		if (strcmp(field(form, "refresh_token"), refresh) != 0 &&
			strcmp(field(form, "refresh_token"), seen->other) != 0)
			wrong("the refresh token is not the newest");
	} else if (strcmp(grant, "client_credentials") == 0) {
		if (field(form, "client_assertion")[0])
			check_assertion(field(form, "client_assertion"), tenant);
		else if (strcmp(field(form, "client_secret"), PLANTED) != 0)
			wrong("the secret");
	} else if (strcmp(grant, "authorization_code") == 0) {
		check_browser(form);
	} else if (strcmp(grant, "urn:ietf:params:oauth:grant-type:device_code") != 0) {
		wrong("the grant type");
	} else if (strcmp(field(form, "device_code"), "DEVICE-" PLANTED) != 0) {
		wrong("the device code");
	}
}

static void answer(int client, int status, const char *header, const char *body)
{
	char *text = xasprintf(
		"HTTP/1.1 %d X\r\n%sContent-Length: %zu\r\nConnection: close\r\n\r\n%s", status,
		header, strlen(body), body);
	if (write(client, text, strlen(text)) < 0)
		wrong("the answer was not read");
	free(text);
}

static void answer_token(int client, const char *form)
{
	const char *scope = field(form, "scope");
	seen->given++;
	char *body = xasprintf("{\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"%s\","
			       "\"access_token\":\"TOKEN-%d\"%s%s%d%s}",
		scope, seen->given,
		strcmp(field(form, "grant_type"), "client_credentials") == 0
			? ",\"x\":\""
			: ",\"refresh_token\":\"",
		"REFRESH-", seen->given, "\"");
	answer(client, 200, "", body);
	free(body);
}

static void serve_token(int client, const char *form, size_t place)
{
	const struct scene *scene = &scenes[place];
	int turn = seen->taken[place]++;
	while (turn > 0 && (turn >= STEPS || scene->steps[turn].status == 0))
		turn--;
	const struct step *step = &scene->steps[turn];
	char *body = step->body ? xasprintf("%s", step->body) : NULL;
	seen->tokens++;
	check_form(form, scene->tenant);
	snprintf(seen->scope, sizeof seen->scope, "%s", field(form, "scope"));
	if (!body)
		answer_token(client, form);
	else if (body[0]) {
		/* As badly brought up as it gets: the description quotes what it was sent. */
		char *quoted = strstr(body, "%s") ? xasprintf(body, PLANTED) : xstrdup(body);
		answer(client, step->status, step->header, quoted);
		free(quoted);
	}
	free(body);
}

static void serve(int client, const char *request)
{
	char tenant[64] = "", what[64] = "";
	const char *form = strstr(request, "\r\n\r\n") + 4;
	sscanf(request, "POST /%63[^/]/oauth2/v2.0/%63s", tenant, what);
	if (strcmp(what, "devicecode") == 0) {
		seen->devicecodes++;
		snprintf(seen->scope, sizeof seen->scope, "%s", field(form, "scope"));
		answer(client, 200, "",
			"{\"device_code\":\"DEVICE-" PLANTED "\",\"user_code\":\"K7QX2MPLD\","
			"\"verification_uri\":\"https://microsoft.com/devicelogin\","
			"\"expires_in\":900,\"interval\":1}");
		return;
	}
	for (size_t i = 0; i < COUNT_OF(scenes); i++)
		if (strcmp(scenes[i].tenant, tenant) == 0 && strcmp(what, "token") == 0) {
			serve_token(client, form, i);
			return;
		}
	seen->stolen++;
	answer(client, 404, "", "{}");
}

static void serve_one(int client)
{
	static char request[32768];
	size_t got = 0, need = 0;
	ssize_t more;
	while (got < sizeof request - 1 &&
		(more = read(client, request + got, sizeof request - 1 - got)) > 0) {
		got += (size_t)more;
		request[got] = '\0';
		const char *end = strstr(request, "\r\n\r\n");
		const char *length = strcasestr(request, "Content-Length:");
		need = end ? (size_t)(end + 4 - request) : SIZE_MAX;
		need += end && length ? strtoul(length + 15, NULL, 10) : 0;
		if (got >= need)
			break;
	}
	if (got >= need && got > 0)
		serve(client, request);
	close(client);
}

/* ---- its start ---- */

static void write_pem(void)
{
	X509 *certificate = X509_new();
	unsigned char digest[32];
	unsigned len = sizeof digest;
	struct str hash = { 0 };
	pair = EVP_RSA_gen(2048);
	X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
	X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
	X509_set_pubkey(certificate, pair);
	X509_sign(certificate, pair, EVP_sha256());
	X509_digest(certificate, EVP_sha256(), digest, &len);
	base64url_add(&hash, digest, len);
	snprintf(thumb, sizeof thumb, "%s", str_text(&hash));
	str_fini(&hash);
	certificate_file = path_join(folder, "client.pem");
	key_file = path_join(folder, "client.key");
	FILE *file = fopen(certificate_file, "w");
	PEM_write_X509(file, certificate);
	fclose(file);
	file = fopen(key_file, "w");
	fchmod(fileno(file), 0600);
	PEM_write_PrivateKey(file, pair, NULL, NULL, 0, NULL, NULL);
	fclose(file);
	X509_free(certificate);
}

static int server_start(void **state)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t len = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	(void)state;
	setenv(SECRET_ENV, PLANTED, 1);
	seen = mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (seen == MAP_FAILED || !mkdtemp(folder) ||
		bind(listener, (struct sockaddr *)&address, len) != 0 ||
		listen(listener, 64) != 0 ||
		getsockname(listener, (struct sockaddr *)&address, &len) != 0)
		return -1;
	snprintf(login, sizeof login, "http://127.0.0.1:%d", ntohs(address.sin_port));
	write_pem();
	server = fork();
	if (server == 0)
		for (;;)
			serve_one(accept(listener, NULL, NULL));
	close(listener);
	return server > 0 ? 0 : -1;
}

static int server_stop(void **state)
{
	(void)state;
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	unlink(certificate_file);
	unlink(key_file);
	rmdir(folder);
	free(certificate_file);
	free(key_file);
	EVP_PKEY_free(pair);
	return 0;
}

/* ---- a sign-in, and who asks it ---- */

struct bench {
	struct loop *loop;
	struct http *http;
	struct signin *signin;
	struct signin_view view;
	bool changed;
};

static void on_change(void *data)
{
	struct bench *bench = data;
	signin_view(bench->signin, &bench->view);
	bench->changed = true;
}

static struct signin_options options_of(const char *tenant, enum signin_method method)
{
	return (struct signin_options){ .login = login,
		.tenant = tenant,
		.client_id = CLIENT,
		.method = method,
		.secret_env = SECRET_ENV,
		.certificate = certificate_file,
		.key = key_file };
}

static void bench_open(struct bench *bench, const struct signin_options *options)
{
	struct error err = { 0 };
	memset(seen->taken, 0, sizeof seen->taken);
	seen->devicecodes = seen->tokens = seen->stolen = seen->wrong = seen->given = 0;
	*bench = (struct bench){ .loop = loop_new() };
	bench->http = http_new(bench->loop, &(struct http_options){ .parallel = 4 }, &err);
	bench->signin = signin_new(bench->loop, bench->http, options, &err);
	if (!bench->signin)
		fail_msg("%s", err.text);
	bench->signin->second = 4; /* milliseconds: waits are short here */
	signin_on_change(bench->signin, on_change, bench);
}

static void bench_close(struct bench *bench)
{
	if (seen->wrong)
		fail_msg("the service says that this was wrong: %s", seen->why);
	expect_number("nothing went elsewhere", seen->stolen, 0);
	signin_free(bench->signin);
	http_free(bench->http);
	loop_free(bench->loop);
}

struct answer {
	char token[64];
	struct error why;
	bool done;
	int *left;
};

static void on_token(void *data, const char *token, const struct error *why)
{
	struct answer *answer = data;
	snprintf(answer->token, sizeof answer->token, "%s", token ? token : "");
	if (why)
		answer->why = *why;
	answer->done = true;
	if (answer->left)
		--*answer->left;
}

static void ask(
	struct bench *bench, struct answer *answer, const char *resource, const char *scopes)
{
	*answer = (struct answer){ .done = false };
	signin_token(bench->signin, resource, scopes, on_token, answer);
}

static void turn_until(struct bench *bench, const bool *done, const char *row)
{
	loop_run(bench->loop, done);
	if (!*done)
		fail_msg("%s: it never came", row);
}

static void turn_to(struct bench *bench, enum signin_state state, const char *row)
{
	while (bench->view.state != state || !bench->changed)
		if (!loop_turn(bench->loop, true))
			fail_msg("%s: state %d never came", row, state);
	bench->changed = false;
}

static void expect_no_secret(const char *row, const char *text)
{
	if (strstr(text, "PLANTED") || strstr(text, "TOKEN-") || strstr(text, "REFRESH-"))
		fail_msg("%s: a secret shows: %s", row, text);
}

/* ---- device code ---- */

static void a_code_is_shown_and_polled_until_a_token_comes(void **state)
{
	struct bench bench;
	struct answer answer;
	struct signin_options options = options_of("device.example", SIGNIN_DEVICE);
	(void)state;
	bench_open(&bench, &options);
	ask(&bench, &answer, GRAPH, "User.Read.All Organization.Read.All");
	turn_to(&bench, SIGNIN_ASKS, "code");
	expect_text("code", bench.view.code, "K7QX2MPLD");
	expect_text("address", bench.view.address, "https://microsoft.com/devicelogin");
	assert_true(bench.view.until > clock_now());
	expect_text("scopes", seen->scope,
		GRAPH "/User.Read.All " GRAPH "/Organization.Read.All offline_access");
	turn_until(&bench, &answer.done, "token");
	expect_text("token", answer.token, "TOKEN-1");
	expect_number("polls", seen->tokens, 3);
	turn_to(&bench, SIGNIN_IN, "in");
	expect_text("the code is gone", bench.view.code, "");
	bench_close(&bench);
}

static void slow_down_counts_for_good(void **state)
{
	struct bench bench;
	struct answer answer;
	struct signin_options options = options_of("slow.example", SIGNIN_DEVICE);
	(void)state;
	bench_open(&bench, &options);
	ask(&bench, &answer, GRAPH, "User.Read.All");
	turn_until(&bench, &answer.done, "token");
	expect_number("seconds between polls", bench.signin->interval, 6);
	bench_close(&bench);
}

static void a_code_that_ended_is_told_however_long_the_service_waits(void **state)
{
	struct bench bench;
	struct answer answer;
	struct signin_options options = options_of("late.example", SIGNIN_DEVICE);
	(void)state;
	bench_open(&bench, &options);
	bench.signin->second = 1;
	ask(&bench, &answer, GRAPH, "User.Read.All");
	turn_to(&bench, SIGNIN_FAILED, "its end");
	expect_part("told", bench.view.sentence, "The code ran out");
	expect_number("polls", seen->tokens, 1);
	bench_close(&bench);
}

static void trouble_while_somebody_types_is_waited_out(void **state)
{
	struct bench bench;
	struct answer answer;
	struct signin_options options = options_of("typing.example", SIGNIN_DEVICE);
	(void)state;
	bench_open(&bench, &options);
	ask(&bench, &answer, GRAPH, "User.Read.All");
	turn_until(&bench, &answer.done, "token");
	expect_text("token", answer.token, "TOKEN-1");
	expect_number("one code", seen->devicecodes, 1);
	bench_close(&bench);
}

static void who_waits_goes_on_waiting_for_the_next_code(void **state)
{
	static const struct {
		const char *tenant, *part;
	} rows[] = {
		{ "expired.example", "ran out" },
		{ "declined.example", "declined" },
		{ "denied.example", "declined" },
		{ "blocked.example", "method = browser" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct answer answer;
		struct signin_options options = options_of(rows[i].tenant, SIGNIN_DEVICE);
		bench_open(&bench, &options);
		ask(&bench, &answer, GRAPH, "User.Read.All");
		turn_to(&bench, SIGNIN_FAILED, rows[i].tenant);
		expect_part(rows[i].tenant, bench.view.sentence, rows[i].part);
		expect_no_secret(rows[i].tenant, bench.view.sentence);
		expect_no_secret(rows[i].tenant, bench.view.ids);
		expect_number(rows[i].tenant, answer.done, false);
		signin_begin(bench.signin);
		turn_until(&bench, &answer.done, rows[i].tenant);
		expect_text(rows[i].tenant, answer.token, "TOKEN-1");
		expect_number(rows[i].tenant, seen->devicecodes, 2);
		bench_close(&bench);
	}
}

static void a_code_ends_here_too_when_the_service_says_nothing(void **state)
{
	struct bench bench;
	struct answer answer;
	struct signin_options options = options_of("device.example", SIGNIN_DEVICE);
	(void)state;
	bench_open(&bench, &options);
	ask(&bench, &answer, GRAPH, "User.Read.All");
	turn_to(&bench, SIGNIN_ASKS, "asks");
	bench.signin->until_ticks = 0;
	turn_to(&bench, SIGNIN_FAILED, "failed");
	expect_part("sentence", bench.view.sentence, "ran out");
	expect_number("not polled again", seen->tokens, 0);
	bench_close(&bench);
}

static void a_person_who_gives_up_lets_nobody_wait(void **state)
{
	struct bench bench;
	struct answer answers[3];
	struct signin_options options = options_of("device.example", SIGNIN_DEVICE);
	(void)state;
	bench_open(&bench, &options);
	ask(&bench, &answers[0], GRAPH, "User.Read.All");
	ask(&bench, &answers[1], TEAMS, "user_impersonation");
	turn_to(&bench, SIGNIN_ASKS, "asks");
	signin_stop(bench.signin);
	turn_until(&bench, &answers[1].done, "told");
	for (int i = 0; i < 2; i++) {
		expect_number("code", answers[i].why.code, ERROR_PERSON);
		expect_text("token", answers[i].token, "");
	}
	ask(&bench, &answers[2], GRAPH, "User.Read.All");
	turn_until(&bench, &answers[2].done, "asked too soon");
	expect_number("code", answers[2].why.code, ERROR_PERSON);
	signin_begin(bench.signin);
	ask(&bench, &answers[2], GRAPH, "User.Read.All");
	turn_until(&bench, &answers[2].done, "begun again");
	expect_text("token", answers[2].token, "TOKEN-1");
	bench_close(&bench);
}

/* ---- renewal ---- */

/* As if its time were over. */
static void token_ends(struct bench *bench)
{
	for (struct token *token = bench->signin->tokens; token; token = token->next)
		token->until = 0;
}

static void a_token_is_renewed_before_it_ends_with_the_newest_refresh_token(void **state)
{
	struct bench bench;
	struct answer answer;
	struct signin_options options = options_of("good.example", SIGNIN_DEVICE);
	(void)state;
	bench_open(&bench, &options);
	for (int i = 0; i < 3; i++) {
		char token[24];
		ask(&bench, &answer, GRAPH, "User.Read.All");
		turn_until(&bench, &answer.done, "token");
		snprintf(token, sizeof token, "TOKEN-%d", i + 1);
		expect_text("token", answer.token, token);
		ask(&bench, &answer, GRAPH, "User.Read.All");
		turn_until(&bench, &answer.done, "the same token");
		expect_text("the same token", answer.token, token);
		const struct token *kept = bench.signin->tokens;
		expect_number("its end has a margin", kept->until - kept->got,
			(3600 - 300) * bench.signin->second);
		token_ends(&bench);
	}
	expect_number("one person was asked once", seen->devicecodes, 1);
	expect_number("questions", seen->tokens, 3);
	bench_close(&bench);
}

static void one_renewal_serves_all_who_ask(void **state)
{
	enum { COUNT = 30 };
	struct bench bench;
	struct answer answers[COUNT];
	int left = COUNT;
	struct signin_options options = options_of("good.example", SIGNIN_SECRET);
	(void)state;
	bench_open(&bench, &options);
	for (int i = 0; i < COUNT; i++) {
		ask(&bench, &answers[i], GRAPH, "User.Read.All");
		answers[i].left = &left;
	}
	while (left > 0 && loop_turn(bench.loop, true))
		;
	for (int i = 0; i < COUNT; i++)
		expect_text("token", answers[i].token, "TOKEN-1");
	expect_number("questions", seen->tokens, 1);
	expect_text("scope", seen->scope, GRAPH "/.default");
	bench_close(&bench);
}

static void one_sign_in_gives_tokens_for_several_resources(void **state)
{
	struct bench bench;
	struct answer graph, teams;
	struct signin_options options = options_of("good.example", SIGNIN_DEVICE);
	(void)state;
	bench_open(&bench, &options);
	ask(&bench, &graph, GRAPH, "User.Read.All");
	ask(&bench, &teams, TEAMS, "user_impersonation");
	turn_until(&bench, &teams.done, "teams");
	expect_text("graph", graph.token, "TOKEN-1");
	expect_text("teams", teams.token, "TOKEN-2");
	expect_text("scope", seen->scope, TEAMS "/user_impersonation offline_access");
	expect_number("one person was asked once", seen->devicecodes, 1);
	ask(&bench, &graph, GRAPH, "User.Read.All");
	turn_until(&bench, &graph.done, "graph again");
	expect_text("graph again", graph.token, "TOKEN-1");
	bench_close(&bench);
}

static void more_scopes_are_asked_for_with_those_that_were(void **state)
{
	struct bench bench;
	struct answer answer;
	struct signin_options options = options_of("good.example", SIGNIN_DEVICE);
	(void)state;
	bench_open(&bench, &options);
	ask(&bench, &answer, GRAPH, "User.Read.All");
	turn_until(&bench, &answer.done, "first");
	ask(&bench, &answer, GRAPH, "Mail.Send");
	turn_until(&bench, &answer.done, "second");
	expect_text(
		"scope", seen->scope, GRAPH "/User.Read.All " GRAPH "/Mail.Send offline_access");
	ask(&bench, &answer, GRAPH, "mail.send user.read.all");
	turn_until(&bench, &answer.done, "third");
	expect_text("third", answer.token, "TOKEN-2");
	bench_close(&bench);
}

static void a_person_is_asked_again_in_the_middle_and_all_goes_on(void **state)
{
	static const struct {
		const char *tenant;
		bool forgotten; /* the refresh token is dead */
	} rows[] = { { "revoked.example", true }, { "consent.example", false } };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct answer answer, other;
		struct signin_options options = options_of(rows[i].tenant, SIGNIN_DEVICE);
		bench_open(&bench, &options);
		ask(&bench, &answer, GRAPH, "User.Read.All");
		turn_until(&bench, &answer.done, "first");
		token_ends(&bench);
		turn_to(&bench, SIGNIN_IN, rows[i].tenant);
		ask(&bench, &answer, GRAPH, "User.Read.All");
		ask(&bench, &other, GRAPH, "User.Read.All");
		turn_to(&bench, SIGNIN_ASKS, rows[i].tenant);
		expect_number(rows[i].tenant, bench.signin->refresh.len == 0, rows[i].forgotten);
		expect_number(rows[i].tenant, answer.done, false);
		turn_until(&bench, &other.done, rows[i].tenant);
		expect_text(rows[i].tenant, answer.token, "TOKEN-2");
		expect_text(rows[i].tenant, other.token, "TOKEN-2");
		bench_close(&bench);
	}
}

static void a_refused_token_is_not_given_again(void **state)
{
	struct bench bench;
	struct answer answer;
	struct signin_options options = options_of("good.example", SIGNIN_DEVICE);
	(void)state;
	bench_open(&bench, &options);
	ask(&bench, &answer, GRAPH, "User.Read.All");
	turn_until(&bench, &answer.done, "first");
	signin_refused(bench.signin, "some other token");
	signin_refused(bench.signin, "TOKEN-1");
	signin_refused(bench.signin, "TOKEN-1");
	ask(&bench, &answer, GRAPH, "User.Read.All");
	turn_until(&bench, &answer.done, "second");
	expect_text("a new one", answer.token, "TOKEN-2");
	expect_number("no person", seen->devicecodes, 1);
	signin_refused(bench.signin, "TOKEN-2");
	ask(&bench, &answer, GRAPH, "User.Read.All");
	turn_until(&bench, &answer.done, "third");
	expect_number("twice in a row: a person", seen->devicecodes, 2);
	bench_close(&bench);
}

/* ---- applications ---- */

static void a_certificate_signs_what_the_service_accepts(void **state)
{
	struct bench bench;
	struct answer answer;
	struct signin_options options = options_of("good.example", SIGNIN_CERTIFICATE);
	(void)state;
	bench_open(&bench, &options);
	ask(&bench, &answer, TEAMS, "");
	turn_until(&bench, &answer.done, "token");
	expect_text("token", answer.token, "TOKEN-1");
	expect_text("scope", seen->scope, TEAMS "/.default");
	expect_number("an application has no refresh token", bench.signin->refresh.len, 0);
	bench_close(&bench);
}

static void trouble_that_passes_is_waited_out(void **state)
{
	struct bench bench;
	struct answer answer;
	struct signin_options options = options_of("passing.example", SIGNIN_SECRET);
	(void)state;
	bench_open(&bench, &options);
	ask(&bench, &answer, GRAPH, "");
	turn_until(&bench, &answer.done, "token");
	expect_text("token", answer.token, "TOKEN-1");
	expect_number("questions", seen->tokens, 4);
	bench_close(&bench);
}

static void each_failure_has_its_code_and_sentence(void **state)
{
	static const struct {
		const char *tenant;
		enum signin_method method;
		enum error_code code;
		const char *part, *ids;
		int tokens;
	} rows[] = {
		{ "secret.example", SIGNIN_SECRET, ERROR_REFUSED, "The client secret is wrong",
			"AADSTS7000215  trace 3b0c1d2e-1111-4222-8333-444455556666", 1 },
		{ "ended.example", SIGNIN_SECRET, ERROR_REFUSED, "The client secret has run out",
			"AADSTS7000222", 1 },
		{ "assertion.example", SIGNIN_CERTIFICATE, ERROR_REFUSED, "Upload the certificate",
			"AADSTS700027", 1 },
		{ "client.example", SIGNIN_SECRET, ERROR_REFUSED, "no such application",
			"AADSTS700016", 1 },
		{ "tenant.example", SIGNIN_SECRET, ERROR_REFUSED, "no such tenant", "AADSTS90002",
			1 },
		{ "consent.example", SIGNIN_SECRET, ERROR_NONE, "", "", 1 },
		{ "unknown.example", SIGNIN_SECRET, ERROR_REFUSED, "something_new, AADSTS99999",
			"AADSTS99999", 1 },
		{ "word.example", SIGNIN_SECRET, ERROR_REFUSED, "permission that was asked for", "",
			1 },
		{ "public.example", SIGNIN_DEVICE, ERROR_REFUSED, "Allow public client flows",
			"AADSTS7000218", 1 },
		{ "down.example", SIGNIN_SECRET, ERROR_TRANSIENT, "status 503", "", 5 },
		{ "wait.example", SIGNIN_SECRET, ERROR_TRANSIENT, "too often", "", 1 },
		{ "moved.example", SIGNIN_SECRET, ERROR_TRANSIENT, "another address", "", 1 },
		{ "garbage.example", SIGNIN_SECRET, ERROR_TRANSIENT, "does not answer as", "", 1 },
		{ "empty.example", SIGNIN_SECRET, ERROR_TRANSIENT, "does not answer as", "", 1 },
		{ "header.example", SIGNIN_SECRET, ERROR_TRANSIENT, "does not answer as", "", 1 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct answer answer;
		struct signin_options options = options_of(rows[i].tenant, rows[i].method);
		bench_open(&bench, &options);
		ask(&bench, &answer, GRAPH, "User.Read.All");
		turn_until(&bench, &answer.done, rows[i].tenant);
		expect_number(rows[i].tenant, answer.why.code, rows[i].code);
		expect_part(rows[i].tenant, answer.why.text, rows[i].part);
		signin_view(bench.signin, &bench.view);
		expect_part(rows[i].tenant, bench.view.ids, rows[i].ids);
		expect_part(rows[i].tenant, bench.view.sentence, rows[i].part);
		expect_no_secret(rows[i].tenant, bench.view.sentence);
		expect_no_secret(rows[i].tenant, bench.view.ids);
		expect_no_secret(rows[i].tenant, answer.why.text);
		expect_number(rows[i].tenant, seen->tokens, rows[i].tokens);
		bench_close(&bench);
	}
}

static void a_strange_life_of_a_token_is_no_reason_to_ask_on_and_on(void **state)
{
	static const char *const tenants[] = { "ended-token.example", "past-token.example",
		"endless-token.example" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(tenants); i++) {
		struct bench bench;
		struct answer answer;
		struct signin_options options = options_of(tenants[i], SIGNIN_SECRET);
		bench_open(&bench, &options);
		bench.signin->second = 1000; /* so that a short life outlives the question */
		ask(&bench, &answer, GRAPH, "User.Read.All");
		while (!answer.done && seen->tokens < 5)
			loop_turn(bench.loop, true);
		expect_text(tenants[i], answer.token, "TOKEN-0");
		expect_number(tenants[i], seen->tokens, 1);
		bench_close(&bench);
	}
}

static void a_thousand_callers_are_one_refused_question(void **state)
{
	struct bench bench;
	struct answer answer;
	struct signin_options options = options_of("secret.example", SIGNIN_SECRET);
	(void)state;
	bench_open(&bench, &options);
	bench.signin->second = 1000; /* the refusal stands for seconds */
	for (int i = 0; i < 1000; i++) {
		ask(&bench, &answer, GRAPH, "");
		turn_until(&bench, &answer.done, "refused");
		expect_number("code", answer.why.code, ERROR_REFUSED);
	}
	expect_number("questions", seen->tokens, 1);
	bench_close(&bench);
}

static void nobody_there_is_passing_trouble(void **state)
{
	struct bench bench;
	struct answer answer;
	struct signin_options options = options_of("good.example", SIGNIN_SECRET);
	(void)state;
	options.login = "http://127.0.0.1:1";
	bench_open(&bench, &options);
	ask(&bench, &answer, GRAPH, "");
	turn_until(&bench, &answer.done, "failed");
	expect_number("code", answer.why.code, ERROR_TRANSIENT);
	expect_part("sentence", answer.why.text, "cannot be reached");
	bench_close(&bench);
}

static void who_is_forgotten_is_not_called(void **state)
{
	struct bench bench;
	struct answer gone = { .done = false }, answer;
	struct signin_options options = options_of("good.example", SIGNIN_SECRET);
	(void)state;
	bench_open(&bench, &options);
	int64_t id = signin_token(bench.signin, GRAPH, "", on_token, &gone);
	signin_forget(bench.signin, id);
	signin_forget(bench.signin, 999);
	ask(&bench, &answer, GRAPH, "");
	turn_until(&bench, &answer.done, "token");
	assert_false(gone.done);
	bench_close(&bench);
}

/* ---- the browser ---- */

/* Asks the listener as a browser would; the whole answer, or "" when it closed without one. */
static void browse(struct bench *bench, const char *request, char *page, size_t size)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	size_t got = 0;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons(
		(uint16_t)atoi(strrchr(listener_address(bench->signin->listener), ':') + 1));
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
	assert_true(write(fd, request, strlen(request)) == (ssize_t)strlen(request));
	shutdown(fd, SHUT_WR);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	for (ssize_t more = 1; more != 0;) {
		loop_turn(bench->loop, false);
		more = read(fd, page + got, size - 1 - got);
		got += more > 0 ? (size_t)more : 0;
	}
	page[got] = '\0';
	close(fd);
}

static void part_of(const char *text, const char *name, char *out, size_t size)
{
	const char *at = strstr(text, name);
	if (!at)
		fail_msg("no %s in %s", name, text);
	at += strlen(name);
	snprintf(out, size, "%.*s", (int)strcspn(at, "&\r\n "), at);
}

/* Opens the start as the person does; the address of the sign-in page. */
static void open_start(struct bench *bench, char *page, size_t size)
{
	char *request = xasprintf(
		"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", strrchr(bench->view.address, '/'));
	browse(bench, request, page, size);
	free(request);
	expect_part("start", page, "HTTP/1.1 302 ");
	part_of(page, "code_challenge=", seen->challenge, sizeof seen->challenge);
	snprintf(seen->redirect, sizeof seen->redirect, "%s",
		listener_address(bench->signin->listener));
}

static void the_browser_brings_the_answer_and_nobody_else_does(void **state)
{
	static const struct {
		const char *request; /* %s: the right state */
		const char *status;
	} rows[] = {
		{ "GET /?code=EVIL&state=guessed HTTP/1.1\r\n\r\n", "404" },
		{ "GET /?code=EVIL&state= HTTP/1.1\r\n\r\n", "404" },
		{ "GET /?code=EVIL HTTP/1.1\r\n\r\n", "404" },
		{ "GET / HTTP/1.1\r\n\r\n", "404" },
		{ "GET /favicon.ico HTTP/1.1\r\n\r\n", "404" },
		{ "GET /other?code=EVIL&state=%s HTTP/1.1\r\n\r\n", "404" },
		{ "POST /?code=EVIL&state=%s HTTP/1.1\r\n\r\n", "405" },
		{ "HEAD /?code=EVIL&state=%s HTTP/1.1\r\n\r\n", "405" },
		{ "GET http://evil.example/ HTTP/1.1\r\n\r\n", "405" },
		{ "\r\n\r\n", "405" },
		{ "%%\xff\xfe garbage\r\n\r\n", "405" },
		{ "GET /?code=EVIL&state=%s", "" },
	};
	struct bench bench;
	struct answer answer;
	char page[8192], right[80];
	struct signin_options options = options_of("good.example", SIGNIN_BROWSER);
	(void)state;
	bench_open(&bench, &options);
	ask(&bench, &answer, GRAPH, "User.Read.All");
	turn_to(&bench, SIGNIN_ASKS, "asks");
	expect_text("no code to type", bench.view.code, "");
	expect_part("address", bench.view.address, "http://localhost:");
	open_start(&bench, page, sizeof page);
	expect_part("page", page, "code_challenge_method=S256");
	expect_part("page", page, "/good.example/oauth2/v2.0/authorize?client_id=" CLIENT);
	expect_part("page", page, "offline_access");
	part_of(page, "state=", right, sizeof right);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char *request = xasprintf(rows[i].request, right);
		browse(&bench, request, page, sizeof page);
		if (rows[i].status[0])
			expect_part(request, page, rows[i].status);
		else
			expect_text(request, page, "");
		expect_number(request, answer.done, false);
		expect_number(request, seen->tokens, 0);
		free(request);
	}
	char *request = xasprintf("GET /?code=CODE%%2B1%%2f2&state=%s&session_state=x HTTP/1.1\r\n"
				  "Host: localhost\r\nCookie: a=b\r\n\r\n",
		right);
	browse(&bench, request, page, sizeof page);
	free(request);
	expect_part("answer", page, "HTTP/1.1 200 OK");
	expect_part("answer", page, "go back to the terminal");
	expect_no_secret("answer", page);
	turn_until(&bench, &answer.done, "token");
	expect_text("token", answer.token, "TOKEN-1");
	assert_null(bench.signin->listener);
	bench_close(&bench);
}

static void a_silent_client_keeps_nobody_waiting(void **state)
{
	struct bench bench;
	struct answer answer;
	char page[8192];
	int silent[12];
	struct sockaddr_in address = { .sin_family = AF_INET };
	struct signin_options options = options_of("good.example", SIGNIN_BROWSER);
	(void)state;
	bench_open(&bench, &options);
	ask(&bench, &answer, GRAPH, "User.Read.All");
	turn_to(&bench, SIGNIN_ASKS, "asks");
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons(
		(uint16_t)atoi(strrchr(listener_address(bench.signin->listener), ':') + 1));
	for (int i = 0; i < 6; i++) {
		silent[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		assert_int_equal(
			connect(silent[i], (struct sockaddr *)&address, sizeof address), 0);
	}
	open_start(&bench, page, sizeof page);
	for (int i = 0; i < 6; i++)
		close(silent[i]);
	bench_close(&bench);
}

static void the_browser_may_bring_a_refusal(void **state)
{
	static const struct {
		const char *query, *part;
	} rows[] = {
		{ "error=access_denied&error_description=AADSTS65004", "declined" },
		{ "error=access_denied&error_uri=https%3A%2F%2Flogin%2Ferror%3Fcode%3D65004",
			"did not agree" },
		{ "error=invalid_request&error_uri=https%3A%2F%2Flogin%2Ferror%3Fcode%3D53003",
			"Conditional Access" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct answer answer;
		char page[8192], right[80];
		struct signin_options options = options_of("good.example", SIGNIN_BROWSER);
		bench_open(&bench, &options);
		ask(&bench, &answer, GRAPH, "User.Read.All");
		turn_to(&bench, SIGNIN_ASKS, rows[i].query);
		open_start(&bench, page, sizeof page);
		part_of(page, "state=", right, sizeof right);
		char *request = xasprintf(
			"GET /?%s&state=%s HTTP/1.1\r\n\r\n", rows[i].query, right);
		browse(&bench, request, page, sizeof page);
		free(request);
		turn_to(&bench, SIGNIN_FAILED, rows[i].query);
		expect_part(rows[i].query, bench.view.sentence, rows[i].part);
		expect_number(rows[i].query, answer.done, false);
		signin_use(bench.signin, SIGNIN_DEVICE);
		turn_until(&bench, &answer.done, rows[i].query);
		expect_text(rows[i].query, answer.token, "TOKEN-1");
		bench_close(&bench);
	}
}

/* ---- what is kept ---- */

static mode_t mode_of(const char *path)
{
	struct stat status;
	return lstat(path, &status) == 0 ? status.st_mode & 07777 : 0;
}

static void a_kept_sign_in_asks_nobody_the_next_time(void **state)
{
	struct bench bench;
	struct answer answer;
	struct error err = { 0 };
	char *keep = path_join(folder, "contoso.token");
	struct signin_options options = options_of("good.example", SIGNIN_DEVICE);
	(void)state;
	options.keep = keep;
	bench_open(&bench, &options);
	ask(&bench, &answer, GRAPH, "User.Read.All");
	turn_until(&bench, &answer.done, "first");
	turn_to(&bench, SIGNIN_IN, "in");
	assert_true(bench.view.kept);
	expect_number("mode", mode_of(keep), 0600);
	bench_close(&bench);

	bench_open(&bench, &options);
	seen->given = 1; /* what the last sign-in got */
	ask(&bench, &answer, GRAPH, "User.Read.All");
	turn_until(&bench, &answer.done, "second");
	expect_text("token", answer.token, "TOKEN-2");
	expect_number("nobody was asked", seen->devicecodes, 0);
	bench_close(&bench);

	/* The token is never sent for another application or to another tenant. */
	options.tenant = "device.example";
	bench_open(&bench, &options);
	ask(&bench, &answer, GRAPH, "User.Read.All");
	turn_to(&bench, SIGNIN_ASKS, "another tenant");
	assert_true(signin_out(bench.signin, &err));
	expect_number("gone", mode_of(keep), 0);
	turn_until(&bench, &answer.done, "signed out");
	expect_number("code", answer.why.code, ERROR_PERSON);
	bench_close(&bench);
	free(keep);
}

static void what_another_process_renewed_is_taken(void **state)
{
	struct bench bench;
	struct answer answer;
	struct error err = { 0 };
	char *keep = path_join(folder, "shared.token");
	struct signin_options options = options_of("rotated.example", SIGNIN_DEVICE);
	(void)state;
	options.keep = keep;
	bench_open(&bench, &options);
	ask(&bench, &answer, GRAPH, "User.Read.All");
	turn_until(&bench, &answer.done, "first");
	snprintf(seen->other, sizeof seen->other, "REFRESH-of-another");
	char *text = xasprintf(
		"ringup sign-in 1\n%s\nrotated.example\n" CLIENT "\n%s\n", login, seen->other);
	assert_true(file_write(keep, text, strlen(text), 0600, &err));
	free(text);
	token_ends(&bench);
	ask(&bench, &answer, GRAPH, "User.Read.All");
	turn_until(&bench, &answer.done, "second");
	expect_text("token", answer.token, "TOKEN-2");
	expect_number("nobody was asked again", seen->devicecodes, 1);
	expect_number("two tries", seen->tokens, 3);
	assert_true(signin_out(bench.signin, &err));
	seen->other[0] = '\0';
	bench_close(&bench);
	free(keep);
}

static void a_file_that_others_may_read_is_not_used(void **state)
{
	struct bench bench;
	struct answer answer;
	struct error err = { 0 };
	char *keep = path_join(folder, "open.token"), *other = path_join(folder, "other");
	struct signin_options options = options_of("good.example", SIGNIN_DEVICE);
	(void)state;
	options.keep = keep;
	for (int row = 0; row < 2; row++) {
		const char *name = row == 0 ? "readable" : "a link";
		const char *target = row == 0 ? keep : other;
		assert_true(file_write(target, "ringup sign-in 1\n", 17, 0600, &err));
		assert_int_equal(chmod(target, row == 0 ? 0640 : 0600), 0);
		assert_true(row == 0 || symlink(other, keep) == 0);
		bench_open(&bench, &options);
		ask(&bench, &answer, GRAPH, "User.Read.All");
		turn_until(&bench, &answer.done, name);
		expect_number(name, answer.why.code, ERROR_USAGE);
		expect_part(name, answer.why.text, "ringup signout");
		expect_number(name, seen->devicecodes, 0);
		assert_true(signin_out(bench.signin, &err));
		expect_number(name, mode_of(keep), 0);
		bench_close(&bench);
	}
	expect_number("what the link pointed at is left alone", mode_of(other), 0600);
	unlink(other);
	free(other);
	free(keep);
}

/* ---- what is refused before anything is asked ---- */

static void settings_are_checked_at_once(void **state)
{
	static const struct {
		const char *name, *login, *tenant, *client;
		enum signin_method method;
		const char *part;
	} rows[] = {
		{ "no tenant", "https://a.example", "", CLIENT, SIGNIN_DEVICE, "[tenant]" },
		{ "a path", "https://a.example", "a/../b", CLIENT, SIGNIN_DEVICE, "[tenant]" },
		{ "any tenant", "https://a.example", "common", CLIENT, SIGNIN_DEVICE,
			"any tenant" },
		{ "no client", "https://a.example", "b.example", "", SIGNIN_DEVICE,
			"ringup about registration" },
		{ "the sample", "https://a.example", "b.example",
			"00000000-0000-0000-0000-000000000000", SIGNIN_DEVICE, "client_id" },
		{ "no id", "https://a.example", "b.example", "ringup", SIGNIN_DEVICE, "client_id" },
		{ "plain", "http://a.example", "b.example", CLIENT, SIGNIN_DEVICE, "https" },
		{ "no secret", "https://a.example", "b.example", CLIENT, SIGNIN_SECRET,
			"RINGUP_TEST_NONE" },
		{ "no certificate", "https://a.example", "b.example", CLIENT, SIGNIN_CERTIFICATE,
			"certificate and key" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err = { 0 };
		struct loop *loop = loop_new();
		struct signin_options options = { .login = rows[i].login,
			.tenant = rows[i].tenant,
			.client_id = rows[i].client,
			.method = rows[i].method,
			.secret_env = "RINGUP_TEST_NONE" };
		assert_null(signin_new(loop, NULL, &options, &err));
		expect_number(rows[i].name, err.code, ERROR_USAGE);
		expect_part(rows[i].name, err.text, rows[i].part);
		loop_free(loop);
	}
}

static void a_key_is_checked_before_it_is_used(void **state)
{
	struct error err = { 0 };
	char *other = path_join(folder, "other.key");
	EVP_PKEY *stranger = EVP_RSA_gen(2048);
	(void)state;
	assert_int_equal(chmod(key_file, 0640), 0);
	assert_null(jwt_key_open(certificate_file, key_file, &err));
	expect_part("readable", err.text, "chmod 600");
	assert_int_equal(chmod(key_file, 0600), 0);

	FILE *file = fopen(other, "w");
	fchmod(fileno(file), 0600);
	PEM_write_PrivateKey(file, stranger, NULL, NULL, 0, NULL, NULL);
	fclose(file);
	assert_null(jwt_key_open(certificate_file, other, &err));
	expect_part("another's", err.text, "another key");

	file = fopen(other, "w");
	PEM_write_PrivateKey(
		file, stranger, EVP_aes_128_cbc(), (unsigned char *)"pass", 4, NULL, NULL);
	fclose(file);
	assert_null(jwt_key_open(certificate_file, other, &err));
	expect_part("a passphrase", err.text, "passphrase");

	assert_null(jwt_key_open(key_file, key_file, &err));
	expect_part("no certificate", err.text, "no certificate");
	assert_null(jwt_key_open("/nonexistent", key_file, &err));
	expect_part("no file", err.text, "/nonexistent");
	EVP_PKEY_free(stranger);
	unlink(other);
	free(other);
}

/* ---- texts ---- */

static void every_number_is_there_once_and_says_what_to_do(void **state)
{
	(void)state;
	for (int i = 0; aadsts_row(i); i++) {
		char row[32];
		const char *text = aadsts_row(i)->text;
		snprintf(row, sizeof row, "AADSTS%d", aadsts_row(i)->number);
		if (aadsts_find(aadsts_row(i)->number) != aadsts_row(i))
			fail_msg("%s is there twice", row);
		const char *first = strstr(text, ". ");
		if (!first || text[strlen(text) - 1] != '.')
			fail_msg("%s: no two sentences: %s", row, text);
	}
	expect_text("not known", signin_aadsts(1), "");
}

static void a_challenge_is_that_of_the_standard(void **state)
{
	(void)state;
	/* RFC 7636, appendix B. */
	struct str out = { 0 };
	jwt_challenge(&out, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
	expect_text("challenge", str_text(&out), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
	str_fini(&out);
}

static void a_qr_code_has_the_size_that_it_says(void **state)
{
	(void)state;
	for (int ascii = 0; ascii < 2; ascii++) {
		struct str out = { 0 };
		struct qr_size size, asked;
		int rows = 0;
		assert_true(qr_text("https://microsoft.com/devicelogin", ascii, &out, &size));
		assert_true(qr_text("https://microsoft.com/devicelogin", ascii, NULL, &asked));
		assert_memory_equal(&size, &asked, sizeof size);
		for (const char *at = str_text(&out); *at; at++)
			rows += *at == '\n';
		expect_number("rows", rows, size.rows);
		expect_number("columns", size.columns, ascii ? 66 : 33);
		str_fini(&out);
	}
}

/* What a telephone sees of a row and column of the code: drawn is light. */
static bool is_drawn(const char *rows, bool ascii, int row, int column)
{
	static const char *const blocks[] = { " ", "▄", "▀", "█" };
	for (int i = 0; i < (ascii ? row : row / 2); i++)
		rows = strchr(rows, '\n') + 1;
	if (ascii)
		return rows[2 * column] == '#' && rows[2 * column + 1] == '#';
	while (column-- > 0)
		rows += *rows == ' ' ? 1 : 3;
	for (int i = 0; i < 4; i++)
		if (strncmp(rows, blocks[i], strlen(blocks[i])) == 0)
			return row % 2 == 0 ? i & 2 : i & 1;
	fail_msg("no block: %.3s", rows);
	return false;
}

static void a_qr_code_is_that_of_the_library(void **state)
{
	const char *address = "https://microsoft.com/devicelogin";
	QRcode *code = QRcode_encodeString8bit(address, 0, QR_ECLEVEL_L);
	(void)state;
	for (int ascii = 0; ascii < 2; ascii++) {
		struct str out = { 0 };
		struct qr_size size;
		assert_true(qr_text(address, ascii, &out, &size));
		for (int row = 0; row < code->width; row++)
			for (int column = 0; column < code->width; column++)
				expect_number(ascii ? "ascii" : "blocks",
					is_drawn(str_text(&out), ascii, row + 1, column + 2),
					!(code->data[row * code->width + column] & 1));
		str_fini(&out);
	}
	QRcode_free(code);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_is_shown_and_polled_until_a_token_comes),
		cmocka_unit_test(slow_down_counts_for_good),
		cmocka_unit_test(a_code_that_ended_is_told_however_long_the_service_waits),
		cmocka_unit_test(trouble_while_somebody_types_is_waited_out),
		cmocka_unit_test(who_waits_goes_on_waiting_for_the_next_code),
		cmocka_unit_test(a_code_ends_here_too_when_the_service_says_nothing),
		cmocka_unit_test(a_person_who_gives_up_lets_nobody_wait),
		cmocka_unit_test(a_token_is_renewed_before_it_ends_with_the_newest_refresh_token),
		cmocka_unit_test(one_renewal_serves_all_who_ask),
		cmocka_unit_test(one_sign_in_gives_tokens_for_several_resources),
		cmocka_unit_test(more_scopes_are_asked_for_with_those_that_were),
		cmocka_unit_test(a_person_is_asked_again_in_the_middle_and_all_goes_on),
		cmocka_unit_test(a_refused_token_is_not_given_again),
		cmocka_unit_test(a_certificate_signs_what_the_service_accepts),
		cmocka_unit_test(trouble_that_passes_is_waited_out),
		cmocka_unit_test(each_failure_has_its_code_and_sentence),
		cmocka_unit_test(a_strange_life_of_a_token_is_no_reason_to_ask_on_and_on),
		cmocka_unit_test(a_thousand_callers_are_one_refused_question),
		cmocka_unit_test(nobody_there_is_passing_trouble),
		cmocka_unit_test(who_is_forgotten_is_not_called),
		cmocka_unit_test(the_browser_brings_the_answer_and_nobody_else_does),
		cmocka_unit_test(a_silent_client_keeps_nobody_waiting),
		cmocka_unit_test(the_browser_may_bring_a_refusal),
		cmocka_unit_test(a_kept_sign_in_asks_nobody_the_next_time),
		cmocka_unit_test(what_another_process_renewed_is_taken),
		cmocka_unit_test(a_file_that_others_may_read_is_not_used),
		cmocka_unit_test(settings_are_checked_at_once),
		cmocka_unit_test(a_key_is_checked_before_it_is_used),
		cmocka_unit_test(every_number_is_there_once_and_says_what_to_do),
		cmocka_unit_test(a_challenge_is_that_of_the_standard),
		cmocka_unit_test(a_qr_code_has_the_size_that_it_says),
		cmocka_unit_test(a_qr_code_is_that_of_the_library),
	};
	return cmocka_run_group_tests(tests, server_start, server_stop);
}
