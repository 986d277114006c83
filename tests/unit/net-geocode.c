/* Proves that a geocoder is asked as its documentation says, that its answers are read as outside
 * text, longitude first where it comes first, that only one certain match counts as exact, that
 * what goes wrong becomes a sentence, and that its key stands in no such sentence. */
#include "core/net/geocode.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "tests/unit/expect.h"

#define KEY "planted-key-4711"

#define AZURE_ADDRESS                                                                         \
	"\"address\":{\"addressLine\":\"18 Alder Way\",\"locality\":\"Olympia\","             \
	"\"postalCode\":\"98501\",\"adminDistricts\":[{\"shortName\":\"WA\"},"                \
	"{\"shortName\":\"Thurston County\"}],\"countryRegion\":{\"name\":\"United States\"," \
	"\"ISO\":\"US\"},\"formattedAddress\":\"18 Alder Way, Olympia, WA 98501\"}"
#define AZURE_POINT "\"geometry\":{\"type\":\"Point\",\"coordinates\":[-122.9007,47.0379]}"
#define AZURE_FEATURE(confidence, match, method)                                            \
	"{\"type\":\"Feature\"," AZURE_POINT ",\"properties\":{\"type\":\"Address\","       \
	"\"confidence\":\"" confidence "\",\"matchCodes\":[" match "]," AZURE_ADDRESS       \
	",\"geocodePoints\":[{\"geometry\":{\"type\":\"Point\",\"coordinates\":[-122,47]}," \
	"\"calculationMethod\":\"" method "\",\"usageTypes\":[\"Display\"]}]}}"
#define AZURE(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"

#define NOMINATIM(rank, number)                                                                   \
	"{\"place_id\":123,\"lat\":\"47.03791234567\",\"lon\":\"-122.9007\",\"place_rank\":" rank \
	",\"display_name\":\"18, Alder Way, Olympia\",\"address\":{" number                       \
	"\"road\":\"Alder Way\",\"town\":\"Olympia\",\"ISO3166-2-lvl4\":\"US-WA\","               \
	"\"state\":\"Washington\",\"postcode\":\"98501-1234\",\"country_code\":\"us\"}}"

/* What the server answers to a street that holds `street`. */
static const struct {
	const char *street;
	int status;
	const char *body;
} pages[] = {
	{ "Alder", 200, AZURE(AZURE_FEATURE("High", "\"Good\"", "Rooftop")) },
	{ "Medium", 200, AZURE(AZURE_FEATURE("Medium", "\"Good\"", "Rooftop")) },
	{ "Upward", 200, AZURE(AZURE_FEATURE("High", "\"Good\",\"UpHierarchy\"", "Rooftop")) },
	{ "Between", 200, AZURE(AZURE_FEATURE("High", "\"Good\"", "Interpolation")) },
	{ "Twice", 200,
		AZURE(AZURE_FEATURE("High", "\"Good\"", "Rooftop") "," AZURE_FEATURE(
			"High", "\"Good\"", "Rooftop")) },
	{ "Nowhere", 200, AZURE("") },
	{ "Odd", 200,
		"{\"features\":[{\"geometry\":{\"coordinates\":[\"east\",95]}},{\"geometry\":{"
		"\"coordinates\":[1e9,47.5]}},{\"geometry\":{\"coordinates\":[4.8,45.7]},\"properties\":"
		"{\"address\":{\"formattedAddress\":\"Rue \\u001b[2J\\u202eDROP\"}}},17,null]}" },
	{ "House", 200, "[" NOMINATIM("30", "\"house_number\":\"18\",") "]" },
	{ "Street", 200, "[" NOMINATIM("26", "") "]" },
	{ "Empty", 200, "[]" },
	{ "Html", 200, "<html>busy</html>" },
	{ "Key", 401, "{\"error\":{\"code\":\"Unauthorized\",\"message\":\"bad\"}}" },
	{ "Forbidden", 403, "{}" },
	{ "Often", 429, "{}" },
	{ "Broken", 500, "{\"error\":{\"message\":\"out \\u001b[31mof order\"}}" },
	{ "Moved", 302, "" },
};

static char log_text[8192]; /* of the server: what it got */
static size_t log_len;
static int port, log_pipe[2];
static pid_t server;

static void serve_one(int client)
{
	char request[4096] = "", head[200];
	ssize_t got = 0, more;
	while (got < (ssize_t)sizeof request - 1 && !strstr(request, "\r\n\r\n") &&
		(more = read(client, request + got, sizeof request - 1 - (size_t)got)) > 0) {
		got += more;
		request[got] = '\0';
	}
	if (write(log_pipe[1], request, strlen(request)) < 0)
		_exit(1);
	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		if (!strstr(request, pages[i].street))
			continue;
		snprintf(head, sizeof head,
			"HTTP/1.1 %d Word\r\nContent-Length: %zu\r\nLocation: /x\r\n\r\n",
			pages[i].status, strlen(pages[i].body));
		if (write(client, head, strlen(head)) < 0 ||
			write(client, pages[i].body, strlen(pages[i].body)) < 0)
			_exit(1);
		break;
	}
	close(client);
}

static int server_start(void **state)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t len = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	(void)state;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(listener, (struct sockaddr *)&address, len) != 0 || listen(listener, 64) != 0 ||
		getsockname(listener, (struct sockaddr *)&address, &len) != 0 ||
		pipe(log_pipe) != 0)
		return -1;
	port = ntohs(address.sin_port);
	server = fork();
	if (server == 0)
		for (;;)
			serve_one(accept(listener, NULL, NULL));
	close(listener);
	setenv("TEST_MAPS_KEY", KEY, 1);
	return server > 0 ? 0 : -1;
}

static int server_stop(void **state)
{
	(void)state;
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	return 0;
}

/* What the server got since last time. */
static const char *server_log(void)
{
	ssize_t got = read(log_pipe[0], log_text, sizeof log_text - 1);
	log_len = got > 0 ? (size_t)got : 0;
	log_text[log_len] = '\0';
	return log_text;
}

/* ---- asking ---- */

struct answer {
	struct geocode_place places[GEOCODE_PLACES];
	int count;
	struct error err;
	bool done;
};

struct fixture {
	struct loop *loop;
	struct http *http;
	struct geocode *geocode;
};

static void on_done(
	void *data, const struct geocode_place *places, int count, const struct error *why)
{
	struct answer *answer = data;
	for (int i = 0; i < count; i++)
		answer->places[i] = places[i];
	answer->count = count;
	if (why)
		answer->err = *why;
	answer->done = true;
}

static void begin(struct fixture *fixture, enum geocode_provider provider)
{
	char url[64];
	struct error err = { 0 };
	snprintf(url, sizeof url, "http://127.0.0.1:%d/", port);
	fixture->loop = loop_new();
	fixture->http = http_new(fixture->loop, &(struct http_options){ 0 }, &err);
	fixture->geocode = geocode_new(fixture->loop, fixture->http,
		&(struct geocode_options){ .provider = provider,
			.url = url,
			.key_env = "TEST_MAPS_KEY",
			.language = "de" },
		&err);
	if (!fixture->geocode)
		fail_msg("%s", err.text);
}

static void end(struct fixture *fixture)
{
	geocode_free(fixture->geocode);
	http_free(fixture->http);
	loop_free(fixture->loop);
}

static void ask(struct fixture *fixture, const char *street, struct answer *answer)
{
	struct geocode_query query = { .house_number = "18",
		.street = street,
		.city = "Olympia",
		.state = "WA",
		.postal_code = "98501",
		.country = "US" };
	*answer = (struct answer){ .done = false };
	if (!geocode_ask(fixture->geocode, &query, on_done, answer, &answer->err))
		return;
	assert_false(answer->done); /* never from here */
	loop_run(fixture->loop, &answer->done);
}

static void azure_maps_is_asked_with_parts_and_a_key_header(void **state)
{
	static const char *const parts[] = { "GET /geocode?api-version=2023-06-01&top=5&",
		"addressLine=18%20Alder%20Way&", "locality=Olympia&", "adminDistrict=WA&",
		"postalCode=98501&", "countryRegion=US HTTP", "\r\nsubscription-key: " KEY "\r\n",
		"\r\nAccept-Language: de\r\n", "\r\nUser-Agent: ringup/" };
	struct fixture fixture;
	struct answer answer;
	(void)state;
	begin(&fixture, GEOCODE_AZURE);
	ask(&fixture, "Alder Way", &answer);
	const char *log = server_log();
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		expect_part("request", log, parts[i]);
	assert_int_equal(answer.count, 1);
	struct geocode_place *place = &answer.places[0];
	assert_string_equal(place->latitude, "47.0379");
	assert_string_equal(place->longitude, "-122.9007");
	assert_string_equal(place->address, "18 Alder Way, Olympia, WA 98501");
	assert_string_equal(place->house_number, "18");
	assert_string_equal(place->street, "Alder Way");
	assert_string_equal(place->city, "Olympia");
	assert_string_equal(place->state, "WA");
	assert_string_equal(place->postal_code, "98501");
	assert_string_equal(place->country, "US");
	assert_true(place->house && place->exact);
	end(&fixture);
}

static void only_one_certain_match_is_exact(void **state)
{
	static const struct {
		enum geocode_provider provider;
		const char *street;
		int count;
		bool house, exact;
	} rows[] = {
		{ GEOCODE_AZURE, "Alder Way", 1, true, true },
		{ GEOCODE_AZURE, "Medium Way", 1, true, false },
		{ GEOCODE_AZURE, "Upward Way", 1, true, false },
		{ GEOCODE_AZURE, "Between", 1, false, false },
		{ GEOCODE_AZURE, "Twice", 2, true, false },
		{ GEOCODE_AZURE, "Nowhere", 0, false, false },
		{ GEOCODE_NOMINATIM, "House", 1, true, true },
		{ GEOCODE_NOMINATIM, "Street", 1, false, false },
		{ GEOCODE_NOMINATIM, "Empty", 0, false, false },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fixture fixture;
		struct answer answer;
		begin(&fixture, rows[i].provider);
		ask(&fixture, rows[i].street, &answer);
		server_log();
		if (answer.err.code != ERROR_NONE || answer.count != rows[i].count ||
			answer.places[0].house != rows[i].house ||
			answer.places[0].exact != rows[i].exact)
			fail_msg("%s: %d places, house %d, exact %d (%s)", rows[i].street,
				answer.count, answer.places[0].house, answer.places[0].exact,
				answer.err.text);
		end(&fixture);
	}
}

static void nominatim_is_asked_with_parts_and_says_whose_data_it_is(void **state)
{
	static const char *const parts[] = {
		"GET /search?format=jsonv2&addressdetails=1&layer=address&limit=5&",
		"street=18%20House%20Way&", "city=Olympia&", "state=WA&", "postalcode=98501&",
		"countrycodes=US HTTP", "\r\nUser-Agent: ringup/"
	};
	struct fixture fixture;
	struct answer answer;
	(void)state;
	begin(&fixture, GEOCODE_NOMINATIM);
	ask(&fixture, "House Way", &answer);
	const char *log = server_log();
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		expect_part("request", log, parts[i]);
	assert_null(strstr(log, KEY));
	assert_string_equal(answer.places[0].latitude, "47.0379123");
	assert_string_equal(answer.places[0].longitude, "-122.9007");
	assert_string_equal(answer.places[0].city, "Olympia");
	assert_string_equal(answer.places[0].state, "WA");
	assert_string_equal(answer.places[0].country, "US");
	expect_part("credit", geocode_credit(fixture.geocode), "OpenStreetMap contributors");
	end(&fixture);
}

static void outside_text_is_made_harmless(void **state)
{
	struct fixture fixture;
	struct answer answer;
	(void)state;
	begin(&fixture, GEOCODE_AZURE);
	ask(&fixture, "Odd", &answer);
	server_log();
	assert_int_equal(answer.count, 1); /* no figures, out of range, no object: not shown */
	assert_string_equal(answer.places[0].latitude, "45.7");
	assert_string_equal(answer.places[0].longitude, "4.8");
	assert_null(strchr(answer.places[0].address, '\033'));
	assert_null(strstr(answer.places[0].address, "\xE2\x80\xAE"));
	assert_false(answer.places[0].exact);
	end(&fixture);
}

static void what_goes_wrong_is_a_sentence_without_the_key(void **state)
{
	static const struct {
		enum geocode_provider provider;
		const char *street;
		enum error_code code;
		const char *text;
	} rows[] = {
		{ GEOCODE_AZURE, "Key", ERROR_REFUSED, "TEST_MAPS_KEY" },
		{ GEOCODE_AZURE, "Forbidden", ERROR_REFUSED, "permissions" },
		{ GEOCODE_NOMINATIM, "Forbidden", ERROR_REFUSED, "a server of your own" },
		{ GEOCODE_AZURE, "Often", ERROR_TRANSIENT, "Wait a minute" },
		{ GEOCODE_AZURE, "Broken", ERROR_TRANSIENT, "status 500: out" },
		{ GEOCODE_AZURE, "Moved", ERROR_REFUSED, "status 302" },
		{ GEOCODE_AZURE, "Html", ERROR_TRANSIENT, "cannot be read" },
		{ GEOCODE_AZURE, "(closes without a word)", ERROR_TRANSIENT, "could not be asked" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fixture fixture;
		struct answer answer;
		begin(&fixture, rows[i].provider);
		ask(&fixture, rows[i].street, &answer);
		server_log();
		expect_part(rows[i].street, answer.err.text, rows[i].text);
		if (answer.err.code != rows[i].code || strstr(answer.err.text, KEY) ||
			strchr(answer.err.text, '\033'))
			fail_msg("%s: %d, %s", rows[i].street, answer.err.code, answer.err.text);
		end(&fixture);
	}
}

static void what_cannot_be_asked_is_told_before(void **state)
{
	static const struct {
		const char *name, *url, *key_env, *key, *text;
	} rows[] = {
		{ "plain http to elsewhere", "http://maps.example", "TEST_MAPS_KEY", KEY, "https" },
		{ "no key", NULL, "TEST_MAPS_NONE", NULL, "TEST_MAPS_NONE" },
		{ "no variable", NULL, "", NULL, "key_env" },
		{ "a key that would add a header", NULL, "TEST_MAPS_BAD", "a\r\nX: " KEY,
			"no key" },
	};
	struct loop *loop = loop_new();
	struct http *http = http_new(loop, &(struct http_options){ 0 }, NULL);
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err = { 0 };
		struct geocode_options options = {
			.provider = GEOCODE_AZURE, .url = rows[i].url, .key_env = rows[i].key_env
		};
		if (rows[i].key)
			setenv(rows[i].key_env, rows[i].key, 1);
		assert_null(geocode_new(loop, http, &options, &err));
		expect_part(rows[i].name, err.text, rows[i].text);
		assert_int_equal(err.code, ERROR_USAGE);
		assert_null(strstr(err.text, KEY));
	}
	http_free(http);
	loop_free(loop);
}

static void the_same_question_is_asked_once_and_another_after_a_second(void **state)
{
	struct fixture fixture;
	struct answer answer;
	(void)state;
	begin(&fixture, GEOCODE_NOMINATIM);
	int64_t began = clock_ticks();
	ask(&fixture, "House", &answer);
	server_log();
	ask(&fixture, "House", &answer);
	assert_int_equal(answer.count, 1);
	assert_int_equal(http_count(fixture.http), 1);
	ask(&fixture, "Street", &answer);
	server_log();
	assert_int_equal(http_count(fixture.http), 2);
	assert_true(clock_ticks() - began >= 1000);
	end(&fixture);
}

static void a_question_that_was_stopped_is_not_answered(void **state)
{
	struct fixture fixture;
	struct answer answer = { .done = false }, second;
	struct geocode_query query = { .street = "Alder Way", .country = "US" };
	struct geocode_query nothing = { .country = "US" };
	(void)state;
	begin(&fixture, GEOCODE_AZURE);
	assert_true(geocode_ask(fixture.geocode, &query, on_done, &answer, NULL));
	geocode_stop(fixture.geocode);
	ask(&fixture, "Twice", &second);
	server_log();
	assert_false(answer.done);
	assert_int_equal(second.count, 2);
	assert_false(geocode_ask(fixture.geocode, &nothing, on_done, &answer, &answer.err));
	assert_int_equal(answer.err.code, ERROR_INPUT);
	end(&fixture);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(azure_maps_is_asked_with_parts_and_a_key_header),
		cmocka_unit_test(only_one_certain_match_is_exact),
		cmocka_unit_test(nominatim_is_asked_with_parts_and_says_whose_data_it_is),
		cmocka_unit_test(outside_text_is_made_harmless),
		cmocka_unit_test(what_goes_wrong_is_a_sentence_without_the_key),
		cmocka_unit_test(what_cannot_be_asked_is_told_before),
		cmocka_unit_test(the_same_question_is_asked_once_and_another_after_a_second),
		cmocka_unit_test(a_question_that_was_stopped_is_not_answered),
	};
	return cmocka_run_group_tests(tests, server_start, server_stop);
}
