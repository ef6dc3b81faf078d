package dev.agentservice.privacy.export;

import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.privacy.retention.RetentionReport;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.IndexedKeys;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Subject;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Exports users' data. Closed on failure: what cannot be audited is not exported, and
 * what cannot be read whole is not ended.
 */
@Component
public class Exports {

	private static final Logger logger = LoggerFactory.getLogger(Exports.class);

	private static final Duration EACH = Duration.ofMinutes(1);

	/** Also of a client that reads slowly; it is cut then. */
	private static final Duration LONGEST = Duration.ofMinutes(10);

	/** Each holds a thread of the client's connection and a connection's buffers. */
	private static final int AT_ONCE = 8;

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final LuaScript<List<@Nullable Object>> BEGIN = LuaScript.list("privacy/export-begin");

	private static final LuaScript<Long> END = LuaScript.number("privacy/export-end");

	private final RedisStore redis;

	private final IndexedKeys keys;

	private final List<PersonalDataStore> stores;

	private final RetentionReport retention;

	private final Audit audit;

	private final UserTags tags;

	private final Clock clock = Clock.systemUTC();

	private final Semaphore places = new Semaphore(AT_ONCE);

	Exports(RedisStore redis, IndexedKeys keys, List<PersonalDataStore> stores, RetentionReport retention, Audit audit,
			UserTags tags) {
		this.redis = redis;
		this.keys = keys;
		this.stores = List.copyOf(stores);
		this.retention = retention;
		this.audit = audit;
		this.tags = tags;
	}

	/**
	 * Begins an export. Nothing is read yet.
	 * @param caller who asks for it
	 * @param user the user, of the caller's tenant
	 * @throws ProblemException {@code rate_limited} if one is at work or the latest one
	 * ended less than a minute ago, {@code erasure_in_progress}
	 * @throws StoreUnavailableException if it cannot be audited
	 */
	public Export begin(Caller caller, UserTag user, ExportFormat format) {
		Turn turn = Turn.of(caller, user);
		String epoch = epochOf(user, turn);
		try {
			this.audit.record(AuditEntry.by(caller, "privacy.export", user.value(), null,
					"{\"format\":\"" + format.extension() + "\"}"));
		}
		catch (RuntimeException ex) {
			end(turn, Duration.ZERO);
			throw ex;
		}
		return (out) -> write(subject(caller, user), epoch, turn, format, out);
	}

	/**
	 * Begins an export for a legal hold, which is not in the way of others. It is not
	 * audited here.
	 * @return nothing if nothing is kept of the user
	 * @throws ProblemException {@code rate_limited} if one is at work,
	 * {@code erasure_in_progress}
	 */
	public Optional<Export> beginHold(Caller caller, UserTag user) {
		Turn turn = Turn.ofHold(user);
		String epoch = epochOf(user, turn);
		if (epoch.isEmpty()) {
			end(turn, Duration.ZERO);
			return Optional.empty();
		}
		return Optional.of((out) -> write(subject(caller, user), epoch, turn, ExportFormat.JSON, out));
	}

	/** What is another text as soon as an erasure of the user has begun. */
	public String generation(UserTag user) {
		return this.keys.value(user.value(), "epoch") + " " + this.keys.value(user.value(), "erasing");
	}

	/**
	 * Writes the export of one of a tenant's users, which is a part of the tenant's.
	 * @throws ProblemException {@code erased} or {@code erasure_in_progress}, which cut
	 * the whole
	 */
	void write(String user, String tenant, OutputStream out) {
		String epoch = Objects.requireNonNullElse(this.keys.value(user, "epoch"), "");
		String fence = this.keys.value(user, "erasing");
		if (fence != null && !fence.equals("blocked")) {
			throw new ProblemException(ProblemCode.ERASURE_IN_PROGRESS, "The data of a user are being erased.")
				.retryAfter(EACH);
		}
		try (ExportDocument document = ExportFormat.JSON.open(out)) {
			write(new Subject(user, tenant, this.keys.runs(user)), epoch, document);
		}
	}

	private Subject subject(Caller caller, UserTag user) {
		return new Subject(user.value(), this.tags.ofTenant(caller.tenant()), this.keys.runs(user.value()));
	}

	private String epochOf(UserTag user, Turn turn) {
		List<@Nullable Object> reply = this.redis.run(BEGIN,
				List.of(user.key("epoch"), user.key("erasing"), turn.key()), List.of(LONGEST.toMillis(), turn.id()));
		return switch (String.valueOf(reply.getFirst())) {
			case "begun" -> (String) Objects.requireNonNull(reply.get(1));
			case "erasing" ->
				throw new ProblemException(ProblemCode.ERASURE_IN_PROGRESS, "The data of this user are being erased.")
					.retryAfter(EACH);
			case "limited" -> throw new ProblemException(ProblemCode.RATE_LIMITED,
					"The data of this user were exported a moment ago: one export per minute is allowed.")
				.with("limit", "exports")
				.retryAfter(Duration.ofMillis((Long) Objects.requireNonNull(reply.get(1))));
			default -> throw new IllegalStateException("Script export-begin answered with an unknown word");
		};
	}

	private void end(Turn turn, Duration pause) {
		try {
			this.redis.run(END, List.of(turn.key()), List.of(turn.id(), pause.toMillis()));
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("An export counts as at work until its time is up");
		}
	}

	private void write(Subject subject, String epoch, Turn turn, ExportFormat format, OutputStream out) {
		Duration pause = Duration.ZERO;
		try {
			write(subject, epoch, format, new TimedOutput(out, Deadline.after(LONGEST)));
			pause = turn.pause();
		}
		finally {
			end(turn, pause);
		}
	}

	private void write(Subject subject, String epoch, ExportFormat format, OutputStream out) {
		if (!this.places.tryAcquire()) {
			throw new ProblemException(ProblemCode.OVERLOADED, "Too many exports are at work on this replica.")
				.retryAfter(EACH);
		}
		try (ExportDocument document = format.open(out)) {
			write(subject, epoch, document);
		}
		finally {
			this.places.release();
		}
	}

	private void write(Subject subject, String epoch, ExportDocument document) {
		document.begin(MAPPER.writeValueAsString(Head.of(subject, this.clock.instant(), this.retention)),
				ExportReadme.of(this.clock.instant(), this.retention));
		this.stores.forEach((store) -> store.export(subject, document));
		// Of a user without an epoch there was nothing to erase.
		if (!epoch.isEmpty() && !epoch.equals(this.keys.value(subject.user(), "epoch"))) {
			throw new ProblemException(ProblemCode.ERASED, "The data of this user were erased during the export.");
		}
		document.finish();
	}

	/**
	 * That there is one export of a user at a time.
	 *
	 * @param key where it is kept: one that an officer asks for is not in the way of the
	 * user's own
	 * @param id stands for the export
	 * @param pause how long after one that was whole there is none
	 */
	private record Turn(String key, String id, Duration pause) {

		static Turn of(Caller caller, UserTag user) {
			return new Turn("as:bucket:{" + user + "}:export" + (caller.tag().equals(user) ? "" : ":by-others"),
					UUID.randomUUID().toString(), EACH);
		}

		static Turn ofHold(UserTag user) {
			return new Turn("as:bucket:{" + user + "}:export:hold", UUID.randomUUID().toString(), Duration.ZERO);
		}

	}

	/** An export that was begun. */
	@FunctionalInterface
	public interface Export {

		/**
		 * Writes it, piece by piece.
		 * @throws ProblemException {@code erased} if the user's data were erased
		 * meanwhile; what was written is then visibly incomplete, as it is after any
		 * other failure
		 * @throws java.io.UncheckedIOException if the client is gone
		 * @throws StoreUnavailableException if Redis is unavailable
		 */
		void write(OutputStream out);

	}

}
