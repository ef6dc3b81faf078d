package dev.agentservice.privacy.hold;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.privacy.export.Exports;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
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

	private final HoldFiles files;

	private final HoldNotes notes;

	private final Exports exports;

	private final Audit audit;

	private final boolean background;

	private final Clock clock = Clock.systemUTC();

	Holds(HoldFiles files, HoldNotes notes, Exports exports, Audit audit, Scheduler scheduler) {
		this.files = files;
		this.notes = notes;
		this.exports = exports;
		this.audit = audit;
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
			return place(caller, user, reason, until, now);
		}
		catch (UncheckedIOException ex) {
			throw new StoreUnavailableException("hold", ex);
		}
	}

	private LegalHold place(Caller caller, UserTag user, String reason, Instant until, Instant now) {
		endWhatWasBegun(user.value());
		Optional<HoldHeader> before = this.files.find(user.value()).filter((header) -> header.until().isAfter(now));
		HoldHeader header = new HoldHeader(HoldHeader.VERSION,
				before.map(HoldHeader::hold).orElseGet(() -> "hld_" + Ulid.next(this.clock)), user.value(),
				caller.tenant(), caller.credential(), caller.tag().value(), reason,
				before.map(HoldHeader::placedAt).orElse(now), until, HoldHeader.newSalt());
		this.audit.record(AuditEntry.by(caller, "privacy.hold", user.value(), before.map(Holds::summary).orElse(null),
				summary(header)));
		this.files.write(header, (out) -> {
			if (before.isPresent()) {
				this.files.read(user.value(), out);
			}
			kept(caller, user, before.isPresent()).ifPresent((export) -> export.write(out));
		}, () -> demandInTime(before));
		this.notes.held(user.value(), until);
		return new LegalHold(user.value(), reason, header.placedAt(), until);
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

	/** A copy whose time is over may be being deleted. */
	private void demandInTime(Optional<HoldHeader> before) {
		if (before.isPresent() && !before.get().until().isAfter(this.clock.instant())) {
			throw new ProblemException(ProblemCode.NOT_FOUND, "The hold has ended while it was renewed.");
		}
	}

	/**
	 * Releases a hold: when this returns, its copy is gone. Erasures that it kept from
	 * completion complete soon after.
	 * @throws ProblemException {@code not_found} if there is none
	 */
	public void release(Caller caller, UserTag user) {
		demandOn();
		try {
			if (!this.files.exists(user.value()) && this.notes.find(user.value()).isEmpty()) {
				throw new ProblemException(ProblemCode.NOT_FOUND, "There is no hold of this user's data.");
			}
			this.audit.record(AuditEntry.by(caller, "privacy.hold", user.value(), known(user.value()), null));
			end(user.value());
		}
		catch (UncheckedIOException ex) {
			throw new StoreUnavailableException("hold", ex);
		}
	}

	/** Otherwise the sweep of any replica would take the new copy for the old one. */
	private void endWhatWasBegun(String user) {
		if (this.notes.find(user).filter(HoldNotes.RELEASING::equals).isPresent()) {
			end(user);
		}
	}

	/** Deletes a copy; any replica goes on with it if this one dies meanwhile. */
	void end(String user) {
		this.notes.releasing(user);
		this.files.delete(user);
		this.notes.released(user);
	}

	/** The same for this very copy; one that was placed anew meanwhile stays. */
	void end(HoldHeader header) {
		if (this.files.find(header.user()).filter(header::equals).isPresent()) {
			end(header.user());
		}
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
