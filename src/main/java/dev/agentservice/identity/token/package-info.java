/**
 * What becomes of a bearer token: API keys by their hashes, JWTs by the keys of their
 * issuer, which are fetched, kept and replaced here.
 */
@NullMarked
package dev.agentservice.identity.token;

import org.jspecify.annotations.NullMarked;
