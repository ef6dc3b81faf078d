package dev.agentservice.budget;

import dev.agentservice.identity.UserTag;

/**
 * What one user spent on one day.
 *
 * @param user the user's tag
 * @param spentNano nano-USD
 */
public record Spender(UserTag user, long spentNano) {

}
