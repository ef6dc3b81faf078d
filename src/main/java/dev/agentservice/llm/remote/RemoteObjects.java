package dev.agentservice.llm.remote;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisProperties;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What providers keep of runs, in Redis: by user, so that nothing is forgotten when the
 * user's data are erased, and of all users, so that leftovers can be deleted. All methods
 * throw, or complete with, a
 * {@link dev.agentservice.support.redis.StoreUnavailableException} while Redis is
 * unavailable.
 */
@Component
public class RemoteObjects {

	/** What {@code remote-note} answers. */
	public enum Noting {

		/** It is noted. */
		NOTED,
		/** It is not: the user's data were erased since the run was admitted. */
		ERASED

	}

	/** No run is longer than an hour; one that was handed over may have to wait. */
	public static final Duration OVER = Duration.ofMinutes(90);

	/** How much is read at once. */
	public static final int AT_ONCE = 100;

	/** No run is that long, and only sessions are kept for longer without a word. */
	private static final Duration KNOWN = Duration.ofDays(30);

	private static final String MEMBER = "remote";

	private static final String ALL = "as:remote";

	private static final int LOOKED_AT = 1000;

	private static final LuaScript<Noting> NOTE = LuaScript.outcome(Noting.class, "fragment/clock", "fragment/epoch",
			"fragment/index", "llm/remote-note");

	private static final LuaScript<Long> LIST = LuaScript.number("fragment/clock", "llm/remote-list");

	private static final LuaScript<Due> DUE = LuaScript.list(Due::read, "fragment/clock", "llm/remote-due");

	private static final LuaScript<List<@Nullable Object>> HASTEN = LuaScript.list("fragment/clock",
			"llm/remote-hasten");

	private static final LuaScript<Long> FORGET = LuaScript.number("llm/remote-forget");

	private final RedisStore redis;

	private final Duration indexTtl;

	RemoteObjects(RedisStore redis, RedisProperties properties) {
		this.redis = redis;
		this.indexTtl = properties.epochTtl();
	}

	/** Notes what a provider keeps of a run. */
	public CompletableFuture<Noting> note(Owner owner, RemoteRef ref) {
		return this.redis.runAsync(LIST, List.of(ALL), List.of(new Entry(owner.user().value(), ref).member()))
			.thenCompose((_) -> this.redis.runAsync(NOTE, keys(owner), noted(owner, ref)));
	}

	/**
	 * The same, and waits until it is noted.
	 * @throws ProblemException if the user's data were erased since the admission: no
	 * text may follow
	 */
	public void noteNow(Owner owner, RemoteRef ref) {
		this.redis.run(LIST, List.of(ALL), List.of(new Entry(owner.user().value(), ref).member()));
		if (this.redis.run(NOTE, keys(owner), noted(owner, ref)) == Noting.ERASED) {
			throw new ProblemException(ProblemCode.ERASED,
					"The user's data were erased. Nothing of this run was kept.");
		}
	}

	private static List<String> keys(Owner owner) {
		return List.of(owner.user().key(MEMBER), owner.user().key("epoch"), owner.user().key("keys"));
	}

	private List<?> noted(Owner owner, RemoteRef ref) {
		return List.of(owner.epoch(), member(ref), known().toMillis(), MEMBER, this.indexTtl.toMillis());
	}

	/** Forgets what was deleted. */
	public void forget(Entry entry) {
		this.redis.run(FORGET, List.of(new UserTag(entry.user()).key(MEMBER)), List.of(member(entry.ref())));
		this.redis.run(FORGET, List.of(ALL), List.of(entry.member()));
	}

	/**
	 * What is so old, oldest first, and not all of it at once. What no provider keeps for
	 * so long is forgotten; a session is kept until it is deleted.
	 * @param passed how many of the oldest are passed over
	 */
	public Due due(Duration age, int passed) {
		return this.redis.run(DUE, List.of(ALL), List.of(age.toMillis(), AT_ONCE, passed, KNOWN.toMillis()));
	}

	/** How long it is known, of one user, what is kept. */
	public Duration known() {
		return (KNOWN.compareTo(this.indexTtl) < 0) ? KNOWN : this.indexTtl;
	}

	/**
	 * Has what is kept of a user deleted as a leftover, whatever its age.
	 * @param cursor where the look before ended, {@code 0} at first
	 */
	public Hastened hasten(UserTag user, String cursor) {
		List<@Nullable Object> reply = this.redis.run(HASTEN, List.of(ALL),
				List.of(user.value(), cursor, LOOKED_AT, OVER.toMillis()));
		return new Hastened(String.valueOf(reply.get(0)), Long.parseLong(String.valueOf(reply.get(1))),
				Long.parseLong(String.valueOf(reply.get(2))));
	}

	private static String member(RemoteRef ref) {
		return ref.runtime().provider() + ":" + ref.runtime().object() + ":" + ref.object();
	}

	/**
	 * Whose run it is.
	 *
	 * @param user the user's tag
	 * @param epoch the user's epoch at the run's admission
	 */
	public record Owner(UserTag user, String epoch) {

	}

	/**
	 * What a provider keeps of a user's run.
	 *
	 * @param user the user's tag
	 * @param ref the provider's name for it
	 */
	public record Entry(String user, RemoteRef ref) {

		String member() {
			return this.user + " " + RemoteObjects.member(this.ref);
		}

		private static Optional<Entry> read(String member) {
			int blank = member.indexOf(' ');
			String[] named = member.substring(blank + 1).split(":", 3);
			return Arrays.stream(RemoteRuntime.values())
				.filter((each) -> named.length == 3 && each.provider().equals(named[0])
						&& each.object().equals(named[1]))
				.findAny()
				.map((runtime) -> new Entry(member.substring(0, Math.max(0, blank)), new RemoteRef(runtime, named[2])));
		}

	}

	/**
	 * What of a user is deleted as soon as leftovers are.
	 *
	 * @param next where the next look begins, {@code 0} after the last
	 * @param count how much there was
	 * @param sessions how much of it is kept until it is deleted
	 */
	public record Hastened(String next, long count, long sessions) {

	}

	/**
	 * What is old enough, and how much there is altogether.
	 *
	 * @param count how much there is
	 * @param oldest the age of the oldest
	 * @param entries what is old enough, oldest first
	 * @param unknown how many are among those that another version has listed, and this
	 * one does not know how to delete
	 */
	public record Due(long count, Duration oldest, List<Entry> entries, int unknown) {

		private static Due read(List<@Nullable Object> reply) {
			List<String> texts = reply.stream().map(String::valueOf).toList();
			List<String> members = texts.subList(2, texts.size());
			List<Entry> known = members.stream().map(Entry::read).flatMap(Optional::stream).toList();
			return new Due(Long.parseLong(texts.get(0)), Duration.ofMillis(Long.parseLong(texts.get(1))), known,
					members.size() - known.size());
		}

	}

}
