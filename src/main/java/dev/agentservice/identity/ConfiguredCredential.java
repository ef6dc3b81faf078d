package dev.agentservice.identity;

import java.util.Set;

/**
 * A credential as the configuration knows it: an API key, or the issuer of JWTs.
 *
 * @param name what logs, audit, limits and metrics call it
 * @param property where it is configured, for messages
 * @param tenants whose it is; empty if its tokens may name any
 * @param namesUsers whether it can act for any number of users, known or invented
 * @param ceiling what it may use up at most
 */
public record ConfiguredCredential(String name, String property, Set<String> tenants, boolean namesUsers,
		Ceiling ceiling) {

}
