package dev.agentservice.privacy.hold;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.privacy.export.Exports;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Places and releases legal holds. Closed on failure: what cannot be audited is not done,
 * and a copy that is not certainly on disk, whole, is not claimed.
 * <p>
 * Every operation throws {@link StoreUnavailableException} when Redis or the directory is
 * unavailable.
 */
@Component
public class Holds {

	/** A hold without an end would be an archive. */
	private static final Duration LONGEST = Duration.ofDays(3_660);

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final HoldDirectory directory;

	private final HoldFiles files;

	private final HoldNotes notes;

	private final Exports exports;

	private final Audit audit;

	private final UserTags tags;

	private final boolean background;

	private final Clock clock = Clock.systemUTC();

	Holds(HoldDirectory directory, HoldFiles files, HoldNotes notes, Exports exports, Audit audit, UserTags tags,
			Scheduler scheduler) {
		this.directory = directory;
		this.files = files;
		this.notes = notes;
		this.exports = exports;
		this.audit = audit;
		this.tags = tags;
		this.background = scheduler.hasBackground();
	}

	/**
	 * Places a hold: when this returns, the user's data lie sealed in the directory. A
	 * hold that is there is renewed: its copy stays, what is kept of the user now is
	 * added to it, and the reason and the end are the new ones.
	 * @param caller who places it
	 * @param user the user, of the caller's tenant
	 * @throws ProblemException {@code not_supported_here} without a directory,
	 * {@code not_found} if there is nothing to hold, {@code erasure_in_progress} or
	 * {@code erased} if the data are being erased and there is no copy yet
	 */
	public LegalHold place(Caller caller, UserTag user, String reason, Instant until) {
		demandOn();
		Instant now = this.clock.instant();
		if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
			throw new InvalidRequestException("until", "must be in the future, and no more than ten years from now");
		}
		try {
			this.directory.demand();
			return inTurn(user.value(), (turn) -> place(caller, user, reason, until, turn));
		}
		catch (UncheckedIOException ex) {
			throw new StoreUnavailableException("hold", ex);
		}
	}

	/** Of two operations on a user's hold the one that began first fails. */
	private <T extends @Nullable Object> T inTurn(String user, Function<String, T> operation) {
		String turn = UUID.randomUUID().toString();
		this.notes.take(user, turn);
		try {
			return operation.apply(turn);
		}
		finally {
			this.notes.giveBack(user, turn);
		}
	}

	private LegalHold place(Caller caller, UserTag user, String reason, Instant until, String turn) {
		Instant now = this.clock.instant();
		this.notes.find(user.value()).ifPresent((note) -> goOn(user.value(), note));
		Optional<HoldHeader> before = this.files.find(user.value()).filter((header) -> header.until().isAfter(now));
		HoldHeader header = new HoldHeader(HoldHeader.VERSION,
				before.map(HoldHeader::hold).orElseGet(() -> "hld_" + Ulid.next(this.clock)), user.value(),
				caller.tenant(), caller.credential(), caller.tag().value(), reason,
				before.map(HoldHeader::placedAt).orElse(now), until, HoldHeader.newCopy());
		String generation = this.exports.generation(user);
		Optional<Exports.Export> kept = kept(caller, user, before.isPresent());
		this.audit.record(AuditEntry.by(caller, "privacy.hold", user.value(), before.map(Holds::summary).orElse(null),
				summary(header)));
		this.files.write(header, (out) -> {
			if (before.isPresent()) {
				this.files.read(before.get(), out);
			}
			kept.ifPresent((export) -> export.write(out));
		}, () -> demandInTime(header, before, turn));
		confirm(header, kept.isPresent() ? generation : this.exports.generation(user), user, turn);
		return new LegalHold(user.value(), reason, header.placedAt(), until);
	}

	/** Whatever has happened until the file was in its place, the latest word counts. */
	private void confirm(HoldHeader header, String generation, UserTag user, String turn) {
		if (!generation.equals(this.exports.generation(user))) {
			this.files.deleteOnly(header);
			throw new ProblemException(ProblemCode.ERASED, "The data of this user were erased during the export.");
		}
		if (!this.notes.note(header.user(), note(header), turn)) {
			this.files.deleteOnly(header);
			throw overtaken();
		}
		this.files.deleteBefore(header);
	}

	/** While an erasure is at work there is only the copy that was made before. */
	private Optional<Exports.Export> kept(Caller caller, UserTag user, boolean renewal) {
		try {
			Optional<Exports.Export> kept = this.exports.beginHold(caller, user);
			if (kept.isEmpty() && !renewal) {
				throw new ProblemException(ProblemCode.NOT_FOUND,
						"Nothing is kept of this user, so there is nothing to hold.");
			}
			return kept;
		}
		catch (ProblemException ex) {
			if (renewal && ex.code() == ProblemCode.ERASURE_IN_PROGRESS) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	/** A copy whose time is over, or that is released, may be being deleted. */
	private void demandInTime(HoldHeader header, Optional<HoldHeader> before, String turn) {
		if (before.isPresent() && !before.get().until().isAfter(this.clock.instant())) {
			throw new ProblemException(ProblemCode.NOT_FOUND, "The hold has ended while it was renewed.");
		}
		List<String> copies = this.files.copies(header.user());
		boolean later = !copies.isEmpty() && copies.getLast().compareTo(header.copy()) >= 0;
		if (later || !this.notes.has(header.user(), turn)) {
			throw overtaken();
		}
	}

	private static StoreUnavailableException overtaken() {
		return new StoreUnavailableException("hold", new IllegalStateException("Another request changes this hold"));
	}

	/**
	 * Releases a hold: when this returns, its copy is gone. Erasures that it kept from
	 * completion complete soon after.
	 * @throws ProblemException {@code not_found} if there is none
	 */
	public void release(Caller caller, UserTag user) {
		demandOn();
		try {
			this.directory.demand();
			if (!this.files.exists(user.value()) && this.notes.find(user.value()).isEmpty()) {
				throw new ProblemException(ProblemCode.NOT_FOUND, "There is no hold of this user's data.");
			}
			this.audit.record(AuditEntry.by(caller, "privacy.hold", user.value(), known(user.value()), null));
			goOn(user.value(), inTurn(user.value(), (turn) -> releasing(user.value(), caller.tenant(), turn)));
		}
		catch (UncheckedIOException ex) {
			throw new StoreUnavailableException("hold", ex);
		}
	}

	/** Notes which copy is the latest that goes; any replica goes on with it. */
	private String releasing(String user, String tenant, String turn) {
		List<String> copies = this.files.copies(user);
		String note = HoldNotes.releasing(copies.isEmpty() ? "" : copies.getLast(), this.tags.ofTenant(tenant));
		if (!this.notes.note(user, note, turn)) {
			throw overtaken();
		}
		return note;
	}

	/** Goes on with a release, if a note is of one. */
	void goOn(String user, String note) {
		HoldNotes.released(note).ifPresent((copy) -> {
			this.files.delete(user, copy);
			this.notes.forget(user, note);
		});
	}

	/** Deletes a copy whose time is over; one that was placed anew meanwhile stays. */
	void end(HoldHeader header) {
		boolean noted = inTurn(header.user(),
				(turn) -> this.files.find(header.user()).filter(header::equals).isPresent()
						&& this.notes.note(header.user(), HoldNotes.releasing(header.copy(), tagOf(header)), turn));
		if (noted) {
			goOn(header.user(), HoldNotes.releasing(header.copy(), tagOf(header)));
		}
	}

	/** Notes a copy that is there, unless something is noted. */
	void found(HoldHeader header) {
		boolean isNew = this.notes.found(header.user(), note(header));
		if (isNew && !this.files.copies(header.user()).contains(header.copy())) {
			// It was released while it was looked at.
			this.notes.forget(header.user(), note(header));
		}
	}

	private String note(HoldHeader header) {
		return HoldNotes.until(header.until(), tagOf(header));
	}

	private String tagOf(HoldHeader header) {
		return this.tags.ofTenant(header.tenant());
	}

	/** A copy that is lost or damaged can be released, too. */
	private String known(String user) {
		try {
			return this.files.find(user).map(Holds::summary).orElse("lost");
		}
		catch (UncheckedIOException | JacksonException _) {
			return "damaged";
		}
	}

	private void demandOn() {
		if (!this.files.isOn() || !this.background) {
			throw new ProblemException(ProblemCode.NOT_SUPPORTED_HERE,
					"This deployment keeps no legal holds: it needs agent-service.privacy.hold-directory and "
							+ "hold-key, and a background.");
		}
	}

	/** For the audit log. */
	static String summary(HoldHeader header) {
		Map<String, Object> summary = new LinkedHashMap<>();
		summary.put("hold", header.hold());
		summary.put("reason", header.reason());
		summary.put("until", header.until().toString());
		return MAPPER.writeValueAsString(summary);
	}

}
