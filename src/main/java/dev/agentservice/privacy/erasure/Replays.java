package dev.agentservice.privacy.erasure;

import java.util.Optional;

import dev.agentservice.privacy.ledger.LedgerEntry;

import org.springframework.stereotype.Component;

/**
 * Does erasures again that Redis has forgotten, because it was restored from an older
 * backup. Each has its old id, and is done once, however often it is asked for.
 * <p>
 * Every operation throws {@link dev.agentservice.support.redis.StoreUnavailableException}
 * when Redis is unavailable.
 */
@Component
public class Replays {

	private final ErasureScripts scripts;

	private final ErasureWorker worker;

	Replays(ErasureScripts scripts, ErasureWorker worker) {
		this.scripts = scripts;
		this.worker = worker;
	}

	/**
	 * Begins or goes on with the erasure. It leaves it to its caller to look through all
	 * keys, for all users at once.
	 * @return whether nothing is left of the user any more
	 */
	public boolean again(LedgerEntry entry) {
		String id = id(entry);
		Optional<StoredErasure> known = this.scripts.find(id);
		if (known.isEmpty()) {
			reopen(id, entry, false);
			return false;
		}
		if (known.get().erasure().status().fenced()) {
			this.worker.goOn(id);
			return false;
		}
		return true;
	}

	/**
	 * Something was found of a user of whom nothing should be left: the erasure is done
	 * once more, and looks through all keys itself.
	 * @return whether it has done so already
	 */
	public boolean alone(LedgerEntry entry) {
		String id = id(entry);
		Optional<StoredErasure> known = this.scripts.find(id);
		if (known.filter((stored) -> stored.erasure().looksAlone() && !stored.erasure().status().fenced())
			.isPresent()) {
			return true;
		}
		if (known.filter((stored) -> stored.erasure().status().fenced()).isEmpty()) {
			reopen(id, entry, true);
		}
		return false;
	}

	/** Whether the erasure is known, done or not. */
	public boolean isBegun(LedgerEntry entry) {
		return this.scripts.find(id(entry)).isPresent();
	}

	/** How many users' fences stand, for whatever reason. */
	public long fenced() {
		return this.scripts.fenced();
	}

	private String id(LedgerEntry entry) {
		return this.scripts.idOf(entry, (known) -> isOf(known, entry));
	}

	private static boolean isOf(StoredErasure erasure, LedgerEntry entry) {
		Erasure.Request request = erasure.erasure().request();
		return erasure.seq() == entry.seq() && request.user().equals(entry.user())
				&& request.tenant().equals(entry.tenant());
	}

	/** Another erasure of the user may be open: this one comes after it. */
	private void reopen(String id, LedgerEntry entry, boolean alone) {
		Erasure erasure = Erasure.of(Erasure.Request.replayed(entry, alone));
		this.worker.begin(this.scripts.again(id, entry, erasure.with(erasure.place().withRecorded())));
	}

}
