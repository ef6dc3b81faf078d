package dev.agentservice.privacy.hold;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.UserTag;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

import org.springframework.stereotype.Component;

/**
 * Ends holds whose time is over, also those that ended while no replica lived, and goes
 * on with what a replica that died has begun.
 */
@Component
class HoldSweep {

	private static final Logger logger = LoggerFactory.getLogger(HoldSweep.class);

	private static final Duration PERIOD = Duration.ofMinutes(1);

	/**
	 * A hold that is renewed at its last moment takes its place before; clocks of
	 * replicas differ by less.
	 */
	static final Duration GRACE = Duration.ofMinutes(1);

	private final HoldDirectory directory;

	private final HoldFiles files;

	private final HoldNotes notes;

	private final Holds holds;

	private final Audit audit;

	HoldSweep(HoldDirectory directory, HoldFiles files, HoldNotes notes, Holds holds, Audit audit,
			Scheduler scheduler) {
		this.directory = directory;
		this.files = files;
		this.notes = notes;
		this.holds = holds;
		this.audit = audit;
		if (files.isOn()) {
			scheduler.background("holds", Duration.ofSeconds(5), PERIOD, () -> attempt(Clock.systemUTC().instant()));
		}
	}

	private void attempt(Instant now) {
		try {
			sweep(now);
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Holds are looked at later");
		}
		catch (UncheckedIOException ex) {
			logger.atError().setCause(ex).log("The directory of legal holds cannot be used");
		}
	}

	/** Looks at all copies, and at all that is noted of them. */
	void sweep(Instant now) {
		this.directory.demand();
		this.files.tidy(now);
		this.notes.all().forEach(this.holds::goOn);
		for (String user : this.files.users()) {
			try {
				this.files.find(user).ifPresent((header) -> look(header, now));
			}
			catch (UncheckedIOException | JacksonException ex) {
				logger.atError().addKeyValue("user", user).setCause(ex).log("The copy of a legal hold is damaged");
			}
		}
	}

	private void look(HoldHeader header, Instant now) {
		if (header.until().plus(GRACE).isBefore(now)) {
			this.audit.record(new AuditEntry(header.tenant(), header.credential(), new UserTag(header.actor()),
					"privacy.hold", header.user(), Holds.summary(header), "{\"ended\":\"until\"}"));
			this.holds.end(header);
		}
		else {
			this.holds.found(header);
		}
	}

}
