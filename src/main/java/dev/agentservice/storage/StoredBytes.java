package dev.agentservice.storage;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What Redis holds of a user.
 *
 * @param bytes an upper bound of it
 * @param lessIn when some of it will have expired, or null if nothing will
 * @param tenant the tenant's tag, or null if nothing was ever stored
 */
record StoredBytes(long bytes, @Nullable Duration lessIn, @Nullable String tenant) {

}
