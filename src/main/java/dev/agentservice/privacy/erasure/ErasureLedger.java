package dev.agentservice.privacy.erasure;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.privacy.ledger.ErasureLog;
import dev.agentservice.privacy.ledger.LedgerEntry;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Kept;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;

import org.springframework.stereotype.Component;

/**
 * The list of all erasures, by tags, that outlives Redis: in a file, and in the log. By
 * it they are done again when an older backup is restored. An entry may stand there
 * twice. As a store it names what erasures themselves keep.
 */
@Component
class ErasureLedger implements PersonalDataStore {

	private final ErasureLog log;

	private final Duration retention;

	private final Clock clock = Clock.systemUTC();

	ErasureLedger(ErasureLog log, PrivacyProperties properties) {
		this.log = log;
		this.retention = properties.ledgerRetention();
	}

	@Override
	public String name() {
		return "privacy";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("erasures and their receipts, under tags",
				"proving them, and doing them again when a backup is restored", this.retention, "the erasure",
				Keeping.Erasure.KEPT));
	}

	@Override
	public Slice erase(Subject subject, String cursor, Deadline deadline) {
		return new Slice.Done(0, 0, List.of(new Kept("this erasure and its receipt, under the tag",
				"proof, and doing it again when a backup is restored", this.clock.instant().plus(this.retention))));
	}

	/**
	 * Records an erasure.
	 * @throws java.io.UncheckedIOException if it is not certainly in the file
	 */
	void append(StoredErasure erasure) {
		Erasure.Request request = erasure.erasure().request();
		this.log.append(new LedgerEntry(erasure.seq(), request.user(), request.tenant(), erasure.at(), erasure.id(),
				request.block()), "A user's data are erased");
	}

}
