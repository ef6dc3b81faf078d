package dev.agentservice.agent.catalog;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.definition.AgentFileException;
import dev.agentservice.agent.definition.AgentFileParser;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.modulith.NamedInterface;

/**
 * The revisions of agents that runs were stamped with, for as long as such a run may
 * continue: on a replica that has another revision by then, or has lost the agent.
 */
@NamedInterface("definition")
public class AgentRevisions {

	private static final Logger log = LoggerFactory.getLogger(AgentRevisions.class);

	private static final LuaScript<Long> KEEP = LuaScript.number("agent/agent-keep");

	private static final LuaScript<List<@Nullable Object>> FIND = LuaScript.list("agent/agent-find");

	private static final Duration RENEWED_EVERY = Duration.ofDays(1);

	private final AgentCatalog catalog;

	private final AgentFileParser parser;

	private final RedisStore redis;

	private final InstantSource clock;

	/** By agent, so that it does not grow with each edit. */
	private final Map<String, Kept> kept = new ConcurrentHashMap<>();

	AgentRevisions(AgentCatalog catalog, AgentFileParser parser, RedisStore redis, InstantSource clock) {
		this.catalog = catalog;
		this.parser = parser;
		this.redis = redis;
		this.clock = clock;
	}

	/**
	 * Keeps the text of a revision before a run is stamped with it. Redis is asked once a
	 * day for each agent.
	 * @param agent the agent as it is defined now
	 * @param lifetime how long a run may be continued
	 * @return completes when it is kept; with a
	 * {@link dev.agentservice.support.redis.StoreUnavailableException} if Redis is
	 * unavailable
	 */
	public CompletableFuture<?> keep(AgentDefinition agent, Duration lifetime) {
		Kept now = new Kept(agent.revision(), this.clock.instant());
		Kept before = this.kept.get(agent.name());
		if (before != null && before.covers(now)) {
			return CompletableFuture.completedFuture(null);
		}
		return this.redis.runAsync(KEEP, List.of(key(agent.revision())), List.of(agent.source(), kept(lifetime)))
			.thenAccept((_) -> this.kept.put(agent.name(), now));
	}

	/**
	 * An agent in the revision that a run was stamped with.
	 * @param lifetime how long the run may be continued
	 * @return nothing if it is neither the present one nor kept
	 * @throws AgentFileException if this release cannot use it, for example because a
	 * tool is gone
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if Redis has to be
	 * asked and is unavailable
	 */
	public Optional<AgentDefinition> find(String agent, String revision, Duration lifetime) {
		return this.catalog.find(agent)
			.filter((present) -> present.revision().equals(revision))
			.or(() -> kept(agent, revision, lifetime));
	}

	private Optional<AgentDefinition> kept(String agent, String revision, Duration lifetime) {
		List<@Nullable Object> reply = this.redis.run(FIND, List.of(key(revision)), List.of(kept(lifetime)));
		if (reply.isEmpty()) {
			return Optional.empty();
		}
		byte[] bytes = String.valueOf(reply.getFirst()).getBytes(StandardCharsets.UTF_8);
		if (!AgentFileParser.revision(bytes).equals(revision)) {
			log.atError().addKeyValue("agent", agent).addKeyValue("revision", revision).log("A kept agent was altered");
			return Optional.empty();
		}
		return Optional.of(this.parser.parse(agent + AgentFileParser.SUFFIX, bytes));
	}

	/** A run that is admitted before the next renewal may itself take a while. */
	private static long kept(Duration lifetime) {
		return lifetime.plus(RENEWED_EVERY.multipliedBy(2)).toMillis();
	}

	private static String key(String revision) {
		return "as:agent:" + revision;
	}

	/** A revision, and when it was kept last. */
	private record Kept(String revision, Instant at) {

		boolean covers(Kept later) {
			return this.revision.equals(later.revision) && this.at.plus(RENEWED_EVERY).isAfter(later.at);
		}

	}

}
