package dev.agentservice.identity;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a valid API key or JWT says, before {@code X-User-Id} is looked at.
 *
 * @param name what logs call it
 * @param tenant the tenant it belongs to
 * @param user the user it acts for, or {@code null} if each call names one
 * @param scopes what it may be used for
 */
public record Credential(String name, String tenant, @Nullable String user, Set<Scope> scopes) {

}
