/* core/net/jwt.h: the signed assertion by which an application proves its certificate (PS256;
 * facts: graph-api.md 2.4). */
#ifndef CORE_NET_JWT_H
#define CORE_NET_JWT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"

struct jwt_key;

/* Reads a certificate and its private key (PEM files). ERROR_INPUT: one cannot be read, the key is
 * readable by others, encrypted, not RSA of 2048 bits or more, or not the certificate's. */
struct jwt_key *jwt_key_open(const char *certificate, const char *key, struct error *err);
void jwt_key_free(struct jwt_key *key); /* wipes it; NULL is fine */

/* Appends an assertion of `client` for `audience` (the token endpoint's address), good for ten
 * minutes from `now` (UTC seconds). False: OpenSSL could not sign. */
bool jwt_assertion(struct str *out, const struct jwt_key *key, const char *audience,
	const char *client, int64_t now, struct error *err);

/* Appends base64url(SHA-256(text)): the challenge of PKCE (RFC 7636, S256). */
void jwt_challenge(struct str *out, const char *text);

#endif
