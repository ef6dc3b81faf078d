package dev.agentservice.support.personal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What an erasure leaves on purpose. It is named in the receipt.
 *
 * @param what for example {@code amounts under a pseudonym}
 * @param reason why it may stay
 * @param until when it is gone at the latest; null if it cannot be said
 */
public record Kept(String what, String reason, @Nullable Instant until) {
}
