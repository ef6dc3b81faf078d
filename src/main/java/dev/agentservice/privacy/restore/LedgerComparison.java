package dev.agentservice.privacy.restore;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.ledger.LedgerFile;
import dev.agentservice.privacy.ledger.LedgerKind;
import dev.agentservice.privacy.restore.LedgerScripts.LedgerView;

import org.springframework.stereotype.Component;

/**
 * Compares Redis with the files, and with what it said before. One at a time.
 */
@Component
class LedgerComparison {

	private final LedgerFile file;

	private final LedgerScripts scripts;

	private final Map<LedgerKind, Numbers> numbers = new EnumMap<>(LedgerKind.class);

	LedgerComparison(LedgerFile file, LedgerScripts scripts) {
		this.file = file;
		this.scripts = scripts;
		for (LedgerKind kind : LedgerKind.values()) {
			this.numbers.put(kind, new Numbers());
		}
	}

	/**
	 * Compares all kinds.
	 * @throws java.io.UncheckedIOException if a file cannot be read
	 */
	Compared compare() {
		List<LedgerEntry> entries = this.file.entries();
		List<LedgerLag> lags = new ArrayList<>();
		long proofAt = 0;
		for (Map.Entry<LedgerKind, Numbers> kind : this.numbers.entrySet()) {
			List<LedgerEntry> own = entries.stream().filter((entry) -> LedgerKind.of(entry) == kind.getKey()).toList();
			LedgerView seen = this.scripts.compare(kind.getKey(), own);
			proofAt = Math.max(proofAt, seen.proofAt());
			long lost = kind.getValue().lost(seen, own);
			long filed = own.stream().mapToLong(LedgerEntry::seq).max().orElse(0);
			lags.add(new LedgerLag(kind.getKey(), seen.seq(), kind.getValue().highest(), seen.missing(), filed, lost));
		}
		return new Compared(lags, proofAt);
	}

	/**
	 * What was found.
	 *
	 * @param lags of each kind
	 * @param proofAt when it was last proved that erasures leave nothing, in ms; 0 if
	 * never
	 */
	record Compared(List<LedgerLag> lags, long proofAt) {

		/** How many erasures Redis lacks. */
		long behind() {
			return this.lags.stream().mapToLong((lag) -> Math.max(0, lag.behind())).sum();
		}

	}

}
