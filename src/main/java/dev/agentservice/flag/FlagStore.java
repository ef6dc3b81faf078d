package dev.agentservice.flag;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Overrides as Redis keeps them. Every operation throws
 * {@link dev.agentservice.support.redis.StoreUnavailableException} when Redis is away.
 */
@Component
public final class FlagStore {

	/** What nobody's version is. */
	static final String UNKNOWN = "?";

	/** On which every change is told. */
	static final String CHANGES = "as:flags:changed";

	private static final List<String> KEY = List.of("as:flags");

	private static final LuaScript<List<@Nullable Object>> READ = LuaScript.list("flag/flag-read");

	private static final LuaScript<Writing> WRITE = LuaScript.outcome(Writing.class, "flag/flag-write");

	private final RedisStore redis;

	FlagStore(RedisStore redis) {
		this.redis = redis;
	}

	/** All overrides, unless they still have the version that is known. */
	Optional<Stored> readUnless(String known) {
		List<@Nullable Object> reply = this.redis.run(READ, KEY, List.of(known));
		if (reply.size() < 2 || !(reply.get(1) instanceof List<?> fields)) {
			return Optional.empty();
		}
		Map<String, String> documents = new HashMap<>();
		for (int i = 0; i + 1 < fields.size(); i += 2) {
			documents.put(String.valueOf(fields.get(i)), String.valueOf(fields.get(i + 1)));
		}
		return Optional.of(new Stored(String.valueOf(reply.getFirst()), documents));
	}

	/**
	 * An override as it is now, which this replica may not know yet; null without one.
	 */
	public @Nullable String read(String name) {
		return readUnless(UNKNOWN).map((stored) -> stored.documents().get(name)).orElse(null);
	}

	/**
	 * Stores an override.
	 * @param flag the flag, or the flag for one tenant: an {@link OverrideName}
	 * @param document the override, or an empty text to remove it
	 * @throws ProblemException if a newer release wrote the one there is
	 */
	public void write(String flag, String document) {
		Writing writing = this.redis.run(WRITE, KEY,
				List.of(flag, document, FlagDocument.VERSION, UUID.randomUUID(), CHANGES));
		if (writing == Writing.NEWER) {
			throw new ProblemException(ProblemCode.INTERNAL_ERROR,
					"The override was written by a newer release of the service than the one that answers. "
							+ "It is kept unchanged; please try again later.");
		}
	}

	/** What {@code flag-write} answers. */
	private enum Writing {

		/** The override is stored or removed. */
		STORED,
		/** It is not: the one there is was written by a newer release. */
		NEWER

	}

	/**
	 * What was read.
	 *
	 * @param version of the whole
	 * @param documents by flag
	 */
	record Stored(String version, Map<String, String> documents) {

	}

}
