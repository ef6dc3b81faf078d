package dev.agentservice.identity;

import java.util.Set;

/**
 * The authenticated party behind a request, after {@code X-User-Id} was applied.
 *
 * @param tenant the tenant the credential belongs to
 * @param user the end user whose budget, sessions and data are used
 * @param tag what stands for tenant and user in keys, logs and metrics
 * @param credential the configured name of the API key, or of the issuer of JWTs
 * @param scopes what the credential may be used for
 */
public record Caller(String tenant, String user, UserTag tag, String credential, Set<Scope> scopes) {

}
