package dev.agentservice.privacy.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTags;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.IndexedKeys;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Exports all users of a tenant as one document: an object whose member {@code users} is
 * an array of their exports, and {@code "complete": true} its last member. No more than
 * one piece of one user is held in memory. Closed on failure, as {@link Exports} are.
 */
@Component
public class TenantExports {

	private static final Duration PAUSE = Duration.ofMinutes(1);

	/** It is renewed with each user. */
	private static final Duration AT_WORK = Duration.ofMinutes(15);

	/** Also of a client that reads slowly; it is cut then. */
	private static final Duration LONGEST = Duration.ofHours(12);

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final LuaScript<List<@Nullable Object>> BEGIN = LuaScript.list("privacy/export-begin");

	private static final LuaScript<Long> END = LuaScript.number("privacy/export-end");

	private final RedisStore redis;

	private final TenantUsers users;

	private final Exports exports;

	private final IndexedKeys keys;

	private final Audit audit;

	private final UserTags tags;

	private final Clock clock = Clock.systemUTC();

	private final Semaphore places = new Semaphore(1);

	TenantExports(RedisStore redis, TenantUsers users, Exports exports, IndexedKeys keys, Audit audit, UserTags tags) {
		this.redis = redis;
		this.users = users;
		this.exports = exports;
		this.keys = keys;
		this.audit = audit;
		this.tags = tags;
	}

	/**
	 * Begins the export of the caller's tenant. Nothing is read yet.
	 * @throws ProblemException {@code rate_limited} if one is at work or the latest one
	 * ended less than a minute ago, {@code erasure_in_progress}
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if it cannot be
	 * audited
	 */
	public Exports.Export begin(Caller caller) {
		String tag = this.tags.ofTenant(caller.tenant());
		String id = UUID.randomUUID().toString();
		demandTurn(tag, id);
		try {
			this.audit.record(AuditEntry.by(caller, "privacy.tenant-export", tag, null, null));
		}
		catch (RuntimeException ex) {
			end(tag, id, Duration.ZERO);
			throw ex;
		}
		return (out) -> write(caller.tenant(), tag, id, out);
	}

	private void demandTurn(String tag, String id) {
		String key = "as:{" + tag + "}:";
		List<@Nullable Object> reply = this.redis.run(BEGIN, List.of(key + "epoch", key + "erasing", turn(tag)),
				List.of(AT_WORK.toMillis(), id));
		if ("erasing".equals(reply.getFirst())) {
			throw erasing();
		}
		if ("limited".equals(reply.getFirst())) {
			throw new ProblemException(ProblemCode.RATE_LIMITED,
					"This tenant is being exported, or was a moment ago: one export at a time is allowed.")
				.with("limit", "exports")
				.retryAfter(PAUSE);
		}
	}

	private void write(String tenant, String tag, String id, OutputStream out) {
		Duration pause = Duration.ZERO;
		if (!this.places.tryAcquire()) {
			end(tag, id, pause);
			throw new ProblemException(ProblemCode.OVERLOADED, "Another tenant is being exported on this replica.")
				.retryAfter(PAUSE);
		}
		try {
			write(tenant, tag, id, new Target(new TimedOutput(out, Deadline.after(LONGEST))));
			pause = PAUSE;
		}
		finally {
			this.places.release();
			end(tag, id, pause);
		}
	}

	private void write(String tenant, String tag, String id, Target target) {
		target.write(head(tag));
		long count = 0;
		String cursor = "";
		do {
			TenantUsers.Page page = this.users.page(tenant, cursor);
			for (String user : page.users()) {
				if (this.users.isFirst(tag, id, user, AT_WORK)) {
					end(tag, id, AT_WORK);
					target.write((count == 0) ? "\n" : ",\n");
					this.exports.write(user, tag, target.out());
					count++;
				}
			}
			cursor = page.next();
		}
		while (!cursor.isEmpty());
		if (this.keys.value(tag, "erasing") != null) {
			throw erasing();
		}
		target.write("],\n\"count\":" + count + ",\n\"complete\":true}\n");
	}

	private String head(String tag) {
		Map<String, Object> head = new LinkedHashMap<>();
		head.put("v", 1);
		head.put("exported_at", this.clock.instant().toString());
		head.put("tenant", tag);
		String json = MAPPER.writeValueAsString(head);
		return json.substring(0, json.length() - 1) + ",\n\"users\":[";
	}

	/** Ends an export, or, with a longer pause, renews it. */
	private void end(String tag, String id, Duration pause) {
		this.redis.run(END, List.of(turn(tag)), List.of(id, pause.toMillis()));
	}

	private static String turn(String tag) {
		return "as:bucket:{" + tag + "}:export";
	}

	private static ProblemException erasing() {
		return new ProblemException(ProblemCode.ERASURE_IN_PROGRESS, "The data of this tenant are being erased.")
			.retryAfter(PAUSE);
	}

	/**
	 * Where it goes.
	 *
	 * @param out the client
	 */
	private record Target(OutputStream out) {

		void write(String text) {
			try {
				this.out.write(text.getBytes(StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
