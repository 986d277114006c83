/* Assertions: two JSON objects and a signature of them, in base64url with dots between. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include "core/base/base64.h"
#include "core/base/random.h"
#include "core/base/tr.h"
#include "core/net/jwt.h"
#include "core/store/json.h"

enum { GOOD_FOR = 600, BITS_LEAST = 2048 };

struct jwt_key {
	EVP_PKEY *pkey;
	unsigned char thumb[SHA256_DIGEST_LENGTH]; /* of the certificate's DER */
};

/* A passphrase is not asked for: nobody may be there to type it. */
static int no_passphrase(char *text, int size, int writing, void *data)
{
	(void)text, (void)size, (void)writing, (void)data;
	return 0;
}

/* Opened before it is looked at, so that what is checked is what is read. */
static FILE *key_file(const char *path, struct error *err)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 || fstat(fd, &status) != 0) {
		error_set(
			err, ERROR_INPUT, _("Cannot read the key %s: %s."), path, strerror(errno));
	} else if (!S_ISREG(status.st_mode) || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
		error_set(err, ERROR_INPUT,
			_("Others may read the key %s. Make it yours alone: chmod 600 %s."), path,
			path);
	} else {
		FILE *file = fdopen(fd, "r");
		if (file)
			return file;
	}
	if (fd >= 0)
		close(fd);
	return NULL;
}

static bool read_key(struct jwt_key *key, const char *path, struct error *err)
{
	FILE *file = key_file(path, err);
	if (!file)
		return false;
	key->pkey = PEM_read_PrivateKey(file, NULL, no_passphrase, NULL);
	fclose(file);
	ERR_clear_error();
	if (!key->pkey)
		return error_set(err, ERROR_INPUT,
			_("%s is no private key in PEM, or has a passphrase. Write it without one: openssl rsa -in OLD -out NEW."),
			path);
	if (!EVP_PKEY_is_a(key->pkey, "RSA") || EVP_PKEY_get_bits(key->pkey) < BITS_LEAST)
		return error_set(err, ERROR_INPUT,
			_("The key %s is not RSA of %d bits or more, which the sign-in asks for."),
			path, BITS_LEAST);
	return true;
}

static X509 *read_certificate(const char *path, struct error *err)
{
	FILE *file = fopen(path, "re");
	X509 *certificate = file ? PEM_read_X509(file, NULL, no_passphrase, NULL) : NULL;
	if (!file)
		error_set(err, ERROR_INPUT, _("Cannot read the certificate %s: %s."), path,
			strerror(errno));
	else if (!certificate)
		error_set(err, ERROR_INPUT, _("%s is no certificate in PEM."), path);
	if (file)
		fclose(file);
	ERR_clear_error();
	return certificate;
}

static bool fits(struct jwt_key *key, X509 *certificate, const char *path, struct error *err)
{
	unsigned len = sizeof key->thumb;
	bool ok = X509_check_private_key(certificate, key->pkey) == 1;
	ERR_clear_error();
	if (!ok)
		return error_set(err, ERROR_INPUT,
			_("The certificate %s belongs to another key. Name the pair that was made together."),
			path);
	if (X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0)
		return error_set(err, ERROR_INPUT,
			_("The certificate %s has ended. Make a new one, and upload it to the app registration."),
			path);
	return X509_digest(certificate, EVP_sha256(), key->thumb, &len) == 1;
}

struct jwt_key *jwt_key_open(const char *certificate, const char *key, struct error *err)
{
	struct jwt_key *new = xcalloc(1, sizeof *new);
	X509 *read = read_certificate(certificate, err);
	bool ok = read && read_key(new, key, err) && fits(new, read, certificate, err);
	X509_free(read);
	if (ok)
		return new;
	jwt_key_free(new);
	return NULL;
}

void jwt_key_free(struct jwt_key *key)
{
	if (!key)
		return;
	EVP_PKEY_free(key->pkey); /* OpenSSL wipes private keys */
	free(key);
}

void jwt_challenge(struct str *out, const char *text)
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	SHA256((const unsigned char *)text, strlen(text), digest);
	base64url_add(out, digest, sizeof digest);
}

static void add_part(struct str *out, struct json *json)
{
	const char *text = json_done(json);
	base64url_add(out, text, strlen(text));
}

static void add_head(struct str *out, const struct jwt_key *key)
{
	struct json *json = json_new();
	struct str thumb = { 0 };
	base64url_add(&thumb, key->thumb, sizeof key->thumb);
	json_object(json, NULL);
	json_text(json, "alg", "PS256");
	json_text(json, "typ", "JWT");
	json_text(json, "x5t#S256", str_text(&thumb));
	json_end(json);
	add_part(out, json);
	json_free(json);
	str_fini(&thumb);
}

static void add_claims(struct str *out, const char *audience, const char *client, int64_t now)
{
	char id[RANDOM_GUID];
	struct json *json = json_new();
	random_guid(id); /* an assertion is good once */
	json_object(json, NULL);
	json_text(json, "aud", audience);
	json_text(json, "iss", client);
	json_text(json, "sub", client);
	json_text(json, "jti", id);
	json_number(json, "nbf", now);
	json_number(json, "iat", now);
	json_number(json, "exp", now + GOOD_FOR);
	json_end(json);
	add_part(out, json);
	json_free(json);
}

/* RSASSA-PSS with SHA-256 and a salt as long as the digest: what PS256 means (RFC 7518, 3.5). */
static bool sign(struct str *out, const struct jwt_key *key, const char *text, size_t len)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *options = NULL; /* belongs to the context */
	unsigned char signature[1024];
	size_t size = sizeof signature;
	bool ok = context &&
		  EVP_DigestSignInit(context, &options, EVP_sha256(), NULL, key->pkey) == 1 &&
		  EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
		  EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1 &&
		  EVP_DigestSign(context, signature, &size, (const unsigned char *)text, len) == 1;
	EVP_MD_CTX_free(context);
	ERR_clear_error();
	if (ok)
		base64url_add(out, signature, size);
	return ok;
}

bool jwt_assertion(struct str *out, const struct jwt_key *key, const char *audience,
	const char *client, int64_t now, struct error *err)
{
	struct str text = { 0 }, signature = { 0 };
	add_head(&text, key);
	str_addc(&text, '.');
	add_claims(&text, audience, client, now);
	bool ok = sign(&signature, key, str_text(&text), text.len);
	if (ok)
		str_addf(out, "%s.%s", str_text(&text), str_text(&signature));
	else
		error_set(err, ERROR_INPUT, _("OpenSSL cannot sign with this certificate's key."));
	str_fini(&signature);
	str_fini(&text);
	return ok;
}
