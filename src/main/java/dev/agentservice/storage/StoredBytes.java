package dev.agentservice.storage;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What Redis holds of a user.
 *
 * @param bytes an upper bound of it
 * @param lessIn when some of it will have expired, or null if nothing will
 * @param tenant the tenant's tag, or null if nothing was ever stored
 */
record StoredBytes(long bytes, @Nullable Duration lessIn, @Nullable String tenant) {

	/** Reads what {@code stored-user} answers. */
	static StoredBytes read(List<@Nullable Object> reply) {
		long lessIn = (Long) Objects.requireNonNull(reply.get(1));
		return new StoredBytes((Long) Objects.requireNonNull(reply.get(0)),
				(lessIn >= 0) ? Duration.ofMillis(lessIn) : null, (String) reply.get(2));
	}

}
