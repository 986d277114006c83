/* Proves that a purchase in Partner Center is made once: whatever answer is lost, repeated, refused
 * or doubtful, and that nothing is bought that cannot be told exactly. */
#include "core/service/partner/partner.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "tests/unit/expect.h"

#define TOKEN "planted-token-4711"

/* ---- Partner Center, in a process of its own; the customer's name says what goes wrong ---- */

/* What it knows of a customer. */
static struct account {
	char name[24];
	int products, carts, checkouts, orders;
	char cart_request[48], order_request[48]; /* MS-RequestId of the first of each */
	bool other_request;                       /* one came with another id */
	int64_t quantity;
} accounts[32];

static int port;
static pid_t server;
static struct account *account; /* of the request that is answered */

static bool is(const char *name)
{
	return strcmp(account->name, name) == 0;
}

static void account_find(const char *request)
{
	char name[24] = "";
	const char *at = strstr(request, "/customers/");
	sscanf(at ? at + 11 : "none", "%23[^/ ]", name);
	for (account = accounts; account->name[0] && strcmp(account->name, name) != 0; account++)
		;
	snprintf(account->name, sizeof account->name, "%s", name);
}

static void request_id_note(const char *request, char *first)
{
	char id[48] = "";
	const char *at = strstr(request, "MS-RequestId: ");
	sscanf(at ? at + 14 : "none", "%47[^\r]", id);
	if (!*first)
		snprintf(first, sizeof account->cart_request, "%s", id);
	else if (strcmp(first, id) != 0)
		account->other_request = true;
}

struct page {
	int status; /* 0: it closes without a word */
	char head[80], body[2000];
};

#define PRODUCT(id, title, type) \
	"{\"id\":\"" id "\",\"title\":\"" title "\",\"productType\":{\"id\":\"" type "\"}}"

static void products(struct page *page, const char *request)
{
	const char *one = PRODUCT("CFQ1", "Microsoft Teams Phone Standard", "OnlineServicesNCE");
	account->products++;
	if (is("throttled") && account->products == 1) {
		page->status = 429;
		snprintf(page->head, sizeof page->head, "Retry-After: 2.5\r\n");
		return;
	}
	if (is("expired") && account->products == 1) {
		page->status = 401;
		return;
	}
	if (is("paged") && !strstr(request, "page=2"))
		snprintf(page->body, sizeof page->body,
			"{\"items\":[],\"links\":{\"next\":{\"uri\":\"/customers/paged/"
			"products?targetView=OnlineServices&page=2\"}}}");
	else
		snprintf(page->body, sizeof page->body, "%s{\"items\":[%s,%s,%s]}",
			is("bom") ? "\xEF\xBB\xBF" : "",
			PRODUCT("CFQ0", "Teams Phone Standard", "OnlineServices"),
			PRODUCT("CFQ8", "Teams Phone Standard for Faculty", "OnlineServicesNCE"),
			is("none") ? "{}" : one);
	if (is("twins"))
		snprintf(page->body, sizeof page->body, "{\"items\":[%s,%s]}", one,
			PRODUCT("CFQ2", "Teams Phone Standard", "OnlineServicesNCE"));
}

static void skus(struct page *page)
{
	snprintf(page->body, sizeof page->body,
		"{\"items\":[{\"id\":\"0009\",\"title\":\"Teams Phone Standard Trial\",\"isTrial\":true},"
		"{\"id\":\"0001\",\"title\":\"Teams Phone Standard\",\"isTrial\":false,"
		"\"minimumQuantity\":1,\"maximumQuantity\":%d,\"supportedBillingCycles\":[\"%s\"]}%s]}",
		is("few") ? 3 : 1000, is("cycle") ? "annual" : "Monthly",
		is("editions") ? ",{\"id\":\"0002\",\"title\":\"Microsoft Teams Phone Standard\"}"
			       : "");
}

static void availabilities(struct page *page)
{
	snprintf(page->body, sizeof page->body,
		"{\"items\":[{\"catalogItemId\":\"CFQ1:0001:A\",\"country\":\"%s\",\"isPurchasable\":true,"
		"\"terms\":[{\"duration\":\"P1M\",\"billingCycle\":\"monthly\"},{\"duration\":\"P1Y\","
		"\"billingCycle\":\"Monthly\"}]},{\"catalogItemId\":\"CFQ1:0001:B\",\"country\":\"US\","
		"\"isPurchasable\":false,\"terms\":[{\"duration\":\"P1Y\",\"billingCycle\":\"monthly\"}]}]}",
		is("abroad") ? "FR" : "US");
}

static void cart_text(struct page *page)
{
	char when[CLOCK_TEXT];
	clock_iso(when, time(NULL) - (is("old") ? 2 * 86400 : 60));
	when[19] = '\0';
	snprintf(page->body, sizeof page->body,
		"{\"id\":\"cart-7\",\"status\":\"%s\",\"creationTimestamp\":\"%s.1234567Z\","
		"\"lineItems\":[{\"id\":0,\"catalogItemId\":\"CFQ1:0001:%s\",\"quantity\":%lld,\"error\":%s}]}",
		account->orders ? "Ordered" : "Active", when, is("swapped") ? "B" : "A",
		(long long)account->quantity + is("more"),
		is("line")
			? "{\"errorCode\":\"800024\",\"errorDescription\":\"no \\u001b[31magreement\"}"
			: "null");
}

static void carts(struct page *page, const char *request)
{
	const char *quantity = strstr(request, "\"quantity\":");
	request_id_note(request, account->cart_request);
	account->carts++;
	account->quantity = quantity ? atoll(quantity + 11) : -1;
	page->status = is("lostcart") && account->carts == 1 ? 0 : 201;
	cart_text(page);
}

static void checkout(struct page *page, const char *request)
{
	request_id_note(request, account->order_request);
	account->checkouts++;
	page->status = 201;
	snprintf(page->body, sizeof page->body,
		"{\"orders\":[{\"id\":\"o1\",\"status\":\"completed\"}],\"orderErrors\":[]}");
	if (is("ordererror")) {
		page->status = 207;
		snprintf(page->body, sizeof page->body,
			"{\"orders\":[],\"orderErrors\":[{\"orderGroupId\":\"0\",\"code\":1,"
			"\"description\":\"no credit\"}]}");
		return;
	}
	if (is("refused") || is("twice")) {
		page->status = 400;
		snprintf(page->body, sizeof page->body,
			"{\"code\":\"800002\",\"description\":\"the cart was ordered\"}");
	}
	if (is("busy") && account->checkouts == 1) {
		page->status = 503;
		return;
	}
	if (!is("refused"))
		account->orders++;
	if (is("lost") && account->checkouts == 1)
		page->status = 0;
	if (is("mute") && account->checkouts == 1)
		snprintf(page->body, sizeof page->body, "{}");
}

static void audit(struct page *page)
{
	snprintf(page->body, sizeof page->body, "carts %d, checkouts %d, orders %d%s%s",
		account->carts, account->checkouts, account->orders,
		account->other_request ? ", another id" : "",
		account->orders && strcmp(account->cart_request, account->order_request) == 0
			? ", one id for both"
			: "");
}

static void answer(struct page *page, const char *request)
{
	page->status = 200;
	account_find(request);
	if (strstr(request, "/audit "))
		audit(page);
	else if (!strstr(request, "Authorization: Bearer " TOKEN))
		page->status = 401;
	else if (strstr(request, "/availabilities "))
		availabilities(page);
	else if (strstr(request, "/skus "))
		skus(page);
	else if (strstr(request, "/products?"))
		products(page, request);
	else if (strstr(request, "/checkout "))
		checkout(page, request);
	else if (strncmp(request, "POST", 4) == 0)
		carts(page, request);
	else if (is("gone"))
		page->status = 404;
	else if (is("forbidden"))
		page->status = 403;
	else
		cart_text(page);
}

static void serve_one(int client)
{
	char request[8192] = "", head[200];
	static struct page page;
	ssize_t got = 0, more;
	for (;;) {
		const char *body = strstr(request, "\r\n\r\n");
		const char *length = strstr(request, "Content-Length: ");
		if (body && (!length || (size_t)atoi(length + 16) <= strlen(body + 4)))
			break;
		more = read(client, request + got, sizeof request - 1 - (size_t)got);
		if (more <= 0)
			break;
		got += more;
		request[got] = '\0';
	}
	memset(&page, 0, sizeof page);
	answer(&page, request);
	snprintf(head, sizeof head,
		"HTTP/1.1 %d Word\r\n%sContent-Length: %zu\r\nConnection: close\r\n\r\n",
		page.status, page.head, strlen(page.body));
	if (page.status != 0 && (write(client, head, strlen(head)) < 0 ||
					write(client, page.body, strlen(page.body)) < 0))
		_exit(1);
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
		getsockname(listener, (struct sockaddr *)&address, &len) != 0)
		return -1;
	port = ntohs(address.sin_port);
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
	return 0;
}

/* ---- a sign-in that has a token, or none ---- */

struct signin {
	struct loop *loop;
	enum error_code none; /* why there is no token */
	int refused;
	signin_done *done;
	void *data;
	int timer;
};

static void token_give(void *data)
{
	struct signin *signin = data;
	struct error why = { .code = signin->none, .text = "Sign in again." };
	signin->timer = 0;
	signin->done(signin->data, signin->none ? NULL : TOKEN, &why);
}

int64_t signin_token(struct signin *signin, const char *resource, const char *scopes,
	signin_done *done, void *data)
{
	assert_string_equal(resource, "https://api.partnercenter.microsoft.com");
	assert_string_equal(scopes, "user_impersonation");
	signin->done = done;
	signin->data = data;
	signin->timer = loop_after(signin->loop, 0, token_give, signin);
	return 1;
}

void signin_forget(struct signin *signin, int64_t id)
{
	(void)id;
	loop_cancel(signin->loop, signin->timer);
}

void signin_refused(struct signin *signin, const char *token)
{
	assert_string_equal(token, TOKEN);
	signin->refused++;
}

/* ---- buying ---- */

struct fixture {
	struct loop *loop;
	struct http *http;
	struct signin signin;
	struct reference *ref;
	struct service *service;
};

/* Whose tenant it is; "" : not known. */
static void customer_of(void *data, struct partner_customer *out)
{
	*out = (struct partner_customer){ .country = "US", .term = "P1Y", .cycle = "monthly" };
	snprintf(out->tenant, sizeof out->tenant, "%s", (const char *)data);
}

static void begin(struct fixture *fixture, const char *customer)
{
	char base[64];
	struct error err = { 0 };
	snprintf(base, sizeof base, "http://127.0.0.1:%d/", port);
	*fixture = (struct fixture){ .loop = loop_new() };
	fixture->http = http_new(fixture->loop, &(struct http_options){ 0 }, &err);
	fixture->signin.loop = fixture->loop;
	fixture->ref = reference_open(NULL, &err);
	fixture->service = partner_open(&(struct partner_options){ .http = fixture->http,
						.signin = &fixture->signin,
						.ref = fixture->ref,
						.base = base,
						.customer = customer_of,
						.data = (void *)(uintptr_t)customer },
		&err);
	if (!fixture->service)
		fail_msg("%s", err.text);
	fixture->service->may_buy = true;
}

static void end(struct fixture *fixture)
{
	service_close(fixture->service);
	reference_close(fixture->ref);
	http_free(fixture->http);
	loop_free(fixture->loop);
}

static void landed(struct fixture *fixture, struct service_reply *reply)
{
	struct error err = { 0 };
	int64_t flight = reply->flight;
	while (reply->state == SERVICE_FLYING) {
		loop_turn(fixture->loop, true);
		assert_true(fixture->service->ops->land(fixture->service, flight, reply, &err));
	}
	if (strstr(reply->words, TOKEN) || strchr(reply->words, '\033'))
		fail_msg("words: %s", reply->words);
}

static void submit(struct fixture *fixture, struct service_reply *reply)
{
	struct service_request request = { .kind = "buy_phone",
		.request_id = "11111111-2222-4333-8444-55555555555a",
		.sku_id = "e43b5b99-8dfb-405f-9987-dc307f34bcbd",
		.sku_part = "MCOEV",
		.quantity = 5 };
	struct error err = { 0 };
	assert_true(fixture->service->ops->submit(fixture->service, &request, reply, &err));
	landed(fixture, reply);
}

static void poll_cart(struct fixture *fixture, const char *operation, struct service_reply *reply)
{
	struct error err = { 0 };
	assert_true(fixture->service->ops->poll(fixture->service, operation, reply, &err));
	landed(fixture, reply);
}

static char audit_text[200];

static void audit_done(void *data, const struct http_reply *reply)
{
	snprintf(audit_text, sizeof audit_text, "%s", reply->body);
	*(bool *)data = true;
}

static const char *audit_of(struct fixture *fixture, const char *customer)
{
	char url[120];
	bool done = false;
	snprintf(url, sizeof url, "http://127.0.0.1:%d/v1/customers/%s/audit", port, customer);
	http_send(fixture->http, &(struct http_request){ .method = "GET", .url = url }, audit_done,
		&done, NULL);
	loop_run(fixture->loop, &done);
	return audit_text;
}

#define CART "cart:cart-7/11111111-2222-4333-8444-55555555555b/5"

static void a_purchase_is_made_once_or_not_at_all(void **state)
{
	static const struct {
		const char *customer;
		/* What the first submit says, and then each poll until it is over. */
		enum service_state submitted, polled[2];
		enum cause cause;
		const char *words, *audit;
	} rows[] = {
		{ "plain", SERVICE_PENDING, { SERVICE_DONE }, CAUSE_NONE, "",
			"carts 1, checkouts 1, orders 1" },
		{ "bom", SERVICE_PENDING, { SERVICE_DONE }, CAUSE_NONE, "",
			"carts 1, checkouts 1, orders 1" },
		{ "paged", SERVICE_PENDING, { SERVICE_DONE }, CAUSE_NONE, "",
			"carts 1, checkouts 1, orders 1" },
		{ "expired", SERVICE_PENDING, { SERVICE_DONE }, CAUSE_NONE, "",
			"carts 1, checkouts 1, orders 1" },
		{ "lost", SERVICE_PENDING, { SERVICE_PENDING, SERVICE_DONE }, CAUSE_NONE, "",
			"carts 1, checkouts 1, orders 1" },
		{ "mute", SERVICE_PENDING, { SERVICE_PENDING, SERVICE_DONE }, CAUSE_NONE, "",
			"carts 1, checkouts 1, orders 1" },
		{ "busy", SERVICE_PENDING, { SERVICE_PENDING, SERVICE_DONE }, CAUSE_NONE, "",
			"carts 1, checkouts 2, orders 1" },
		{ "twice", SERVICE_PENDING, { SERVICE_DONE }, CAUSE_NONE, "",
			"carts 1, checkouts 1, orders 1" },
		{ "refused", SERVICE_PENDING, { SERVICE_FAILED }, CAUSE_UNKNOWN, "800002: the cart",
			"carts 1, checkouts 1, orders 0" },
		{ "ordererror", SERVICE_PENDING, { SERVICE_FAILED }, CAUSE_UNKNOWN, "1: no credit",
			"carts 1, checkouts 1, orders 0" },
		{ "gone", SERVICE_PENDING, { SERVICE_FAILED }, CAUSE_UNKNOWN, "cart-7 is gone",
			"carts 1, checkouts 0, orders 0" },
		{ "old", SERVICE_PENDING, { SERVICE_FAILED }, CAUSE_NOT_DONE, "more than a day",
			"carts 1, checkouts 0, orders 0" },
		{ "forbidden", SERVICE_PENDING, { SERVICE_PENDING, SERVICE_PENDING }, CAUSE_UNKNOWN,
			"", "carts 1, checkouts 0, orders 0" },
		{ "throttled", SERVICE_RETRY, { SERVICE_DONE }, CAUSE_THROTTLED, "",
			"carts 0, checkouts 0, orders 0" },
		{ "lostcart", SERVICE_RETRY, { SERVICE_DONE }, CAUSE_NETWORK, "",
			"carts 1, checkouts 0, orders 0" },
		{ "line", SERVICE_FAILED, { SERVICE_DONE }, CAUSE_UNKNOWN, "800024: no",
			"carts 1, checkouts 0, orders 0" },
		{ "more", SERVICE_FAILED, { SERVICE_DONE }, CAUSE_UNKNOWN, "does not hold what",
			"carts 1, checkouts 0, orders 0" },
		{ "swapped", SERVICE_FAILED, { SERVICE_DONE }, CAUSE_UNKNOWN, "another product",
			"carts 1, checkouts 0, orders 0" },
		{ "none", SERVICE_FAILED, { SERVICE_DONE }, CAUSE_NOT_VISIBLE,
			"\"Teams Phone Standard\"", "carts 0, checkouts 0, orders 0" },
		{ "twins", SERVICE_FAILED, { SERVICE_DONE }, CAUSE_UNKNOWN,
			"Microsoft Teams Phone Standard (CFQ1), Teams Phone Standard (CFQ2)",
			"carts 0, checkouts 0, orders 0" },
		{ "editions", SERVICE_FAILED, { SERVICE_DONE }, CAUSE_UNKNOWN,
			"Teams Phone Standard (0001), Microsoft Teams Phone Standard (0002)",
			"carts 0, checkouts 0, orders 0" },
		{ "few", SERVICE_FAILED, { SERVICE_DONE }, CAUSE_UNKNOWN, "from 1 to 3 licences",
			"carts 0, checkouts 0, orders 0" },
		{ "cycle", SERVICE_FAILED, { SERVICE_DONE }, CAUSE_UNKNOWN,
			"cannot be paid monthly", "carts 0, checkouts 0, orders 0" },
		{ "abroad", SERVICE_FAILED, { SERVICE_DONE }, CAUSE_NOT_VISIBLE,
			"not offered in US", "carts 0, checkouts 0, orders 0" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *name = rows[i].customer;
		struct fixture fixture;
		struct service_reply reply = { 0 };
		begin(&fixture, name);
		submit(&fixture, &reply);
		expect_number(name, reply.state, rows[i].submitted);
		bool pending = reply.state == SERVICE_PENDING;
		if (pending)
			expect_text(name, reply.operation, CART);
		for (int poll = 0; pending && poll < 2; poll++) {
			poll_cart(&fixture, CART, &reply);
			expect_number(name, reply.state, rows[i].polled[poll]);
			pending = reply.state == SERVICE_PENDING;
			if (pending) /* or the next poll would know nothing of the cart */
				expect_text(name, reply.operation, CART);
		}
		expect_number(name, reply.cause, rows[i].cause);
		expect_part(name, reply.words, rows[i].words);
		expect_text(name, audit_of(&fixture, name), rows[i].audit);
		expect_number(name, fixture.signin.refused, strcmp(name, "expired") == 0);
		end(&fixture);
	}
}

/* The cart of a lost answer is asked for again under the same id; an order that somebody placed
 * meanwhile is not placed again. */
static void what_is_sent_again_is_the_same_request(void **state)
{
	struct fixture fixture;
	struct service_reply reply = { 0 };
	(void)state;
	begin(&fixture, "lostcart");
	submit(&fixture, &reply);
	assert_int_equal(reply.state, SERVICE_PENDING);
	expect_text("lostcart", audit_of(&fixture, "lostcart"), "carts 2, checkouts 0, orders 0");
	end(&fixture);
	/* After a crash: nothing but the operation is known. */
	begin(&fixture, "plain");
	poll_cart(&fixture, CART, &reply);
	assert_int_equal(reply.state, SERVICE_DONE);
	expect_text("plain", audit_of(&fixture, "plain"), "carts 1, checkouts 1, orders 1");
	end(&fixture);
}

static void who_asks_about_a_purchase_without_a_cart_may_send_it(void **state)
{
	struct fixture fixture;
	struct service_reply reply = { 0 };
	struct service_request request = { .kind = "buy_phone" };
	(void)state;
	begin(&fixture, "asked");
	assert_true(fixture.service->ops->ask(fixture.service, &request, &reply, NULL));
	assert_int_equal(reply.state, SERVICE_FAILED);
	assert_int_equal(reply.cause, CAUSE_NOT_DONE);
	end(&fixture);
}

static void a_journal_that_cannot_be_read_buys_nothing(void **state)
{
	static const char *const operations[] = { "", "cart:", "cart:a/b", "cart:a/b/0",
		"cart:a/b/5x", "cart:../b/5", "cart:a b/c/5", "cart:a/b%2f/5", "order:a/b/5" };
	struct fixture fixture;
	struct service_reply reply = { 0 };
	(void)state;
	begin(&fixture, "journal");
	for (size_t i = 0; i < COUNT_OF(operations); i++) {
		poll_cart(&fixture, operations[i], &reply);
		expect_number(operations[i], reply.state, SERVICE_FAILED);
	}
	assert_int_equal(http_count(fixture.http), 0);
	end(&fixture);
}

static void without_a_token_nothing_is_sent(void **state)
{
	static const struct {
		enum error_code none;
		enum service_state submitted;
	} rows[] = { { ERROR_PERSON, SERVICE_FAILED }, { ERROR_TRANSIENT, SERVICE_RETRY } };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fixture fixture;
		struct service_reply reply = { 0 };
		begin(&fixture, "token");
		fixture.signin.none = rows[i].none;
		submit(&fixture, &reply);
		assert_int_equal(reply.state, rows[i].submitted);
		poll_cart(&fixture, CART, &reply); /* it may have been ordered: nobody says no */
		assert_int_equal(reply.state, SERVICE_PENDING);
		assert_int_equal(http_count(fixture.http), 0);
		end(&fixture);
	}
}

static void it_does_what_it_is_for_and_nothing_else(void **state)
{
	struct fixture fixture;
	struct service_reply reply = { 0 };
	struct service_request licence = { .kind = "licence", .request_id = "x", .quantity = 1 };
	struct service_request unknown = {
		.kind = "buy_plan", .request_id = "x", .quantity = 1, .sku_id = "no-such-product"
	};
	struct error err = { 0 };
	(void)state;
	begin(&fixture, "kinds");
	const struct service_ops *ops = fixture.service->ops;
	assert_int_equal(ops->way(fixture.service, "buy_phone"), SERVICE_BY_RINGUP);
	assert_int_equal(ops->way(fixture.service, "licence"), SERVICE_BY_HAND);
	assert_int_equal(ops->room(fixture.service, "buy_plan"), 1);
	assert_int_equal(ops->room(fixture.service, "licence"), 0);
	assert_true(ops->submit(fixture.service, &licence, &reply, &err));
	assert_int_equal(reply.state, SERVICE_FAILED);
	assert_true(ops->submit(fixture.service, &unknown, &reply, &err));
	assert_int_equal(reply.state, SERVICE_FAILED);
	assert_int_equal(http_count(fixture.http), 0);
	end(&fixture);
	begin(&fixture, ""); /* the tenant was never read */
	submit(&fixture, &reply);
	assert_int_equal(reply.state, SERVICE_FAILED);
	expect_part("no tenant", reply.words, "ringup sync");
	poll_cart(&fixture, CART, &reply);
	assert_int_equal(reply.state, SERVICE_PENDING);
	expect_text("no tenant", reply.operation, CART);
	assert_int_equal(http_count(fixture.http), 0);
	end(&fixture);
	begin(&fixture, "kinds");
	/* Given up while it flies: nothing comes any more. */
	struct service_request request = {
		.kind = "buy_phone", .request_id = "x", .quantity = 1, .sku_part = "MCOEV"
	};
	assert_true(ops->submit(fixture.service, &request, &reply, &err));
	assert_int_equal(reply.state, SERVICE_FLYING);
	ops->drop(fixture.service, reply.flight);
	end(&fixture);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_purchase_is_made_once_or_not_at_all),
		cmocka_unit_test(what_is_sent_again_is_the_same_request),
		cmocka_unit_test(who_asks_about_a_purchase_without_a_cart_may_send_it),
		cmocka_unit_test(a_journal_that_cannot_be_read_buys_nothing),
		cmocka_unit_test(without_a_token_nothing_is_sent),
		cmocka_unit_test(it_does_what_it_is_for_and_nothing_else),
	};
	return cmocka_run_group_tests(tests, server_start, server_stop);
}
