package dev.agentservice.budget;

import org.jspecify.annotations.Nullable;

/**
 * A scope a call is charged to.
 *
 * @param scope its name in the books: {@code tenant}, {@code agent:<name>},
 * {@code credential:<name>}, {@code user:<tag>} or {@code run:<id>}
 * @param limitNano what it may spend, in nano-USD, or {@code null} if it is only counted
 */
record ScopeLimit(String scope, @Nullable Long limitNano) {

}
