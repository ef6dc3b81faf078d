package dev.agentservice.privacy.restore;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.ledger.LedgerFile;
import dev.agentservice.privacy.ledger.LedgerKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Puts down in the file what Redis has and no file: the erasures from before there was
 * one, or those of a volume that was lost. The next backup would bring them back.
 */
@Component
class LedgerCopy {

	private static final Logger logger = LoggerFactory.getLogger(LedgerCopy.class);

	/** What is younger may be about to be written, by the replica that was asked. */
	private static final Duration MARGIN = Duration.ofHours(1);

	private final LedgerFile file;

	private final LedgerScripts scripts;

	private final Clock clock = Clock.systemUTC();

	LedgerCopy(LedgerFile file, LedgerScripts scripts) {
		this.file = file;
		this.scripts = scripts;
	}

	/**
	 * Puts it down, if there are files.
	 * @throws java.io.UncheckedIOException if they cannot be read or written
	 */
	void copy() {
		if (this.file.isConfigured()) {
			Set<String> filed = this.file.entries().stream().map(LedgerEntry::member).collect(Collectors.toSet());
			Instant until = this.clock.instant().minus(MARGIN);
			int copied = 0;
			for (LedgerKind kind : LedgerKind.values()) {
				copied += copy(kind, filed, until);
			}
			if (copied > 0) {
				logger.atWarn().addKeyValue("entries", copied).log("Redis had erasures that no file of the ledger had");
			}
		}
	}

	private int copy(LedgerKind kind, Set<String> filed, Instant until) {
		int copied = 0;
		int skip = 0;
		List<LedgerEntry> page = this.scripts.page(kind, skip, until);
		while (!page.isEmpty()) {
			List<LedgerEntry> news = page.stream().filter((entry) -> !filed.contains(entry.member())).toList();
			news.forEach(this.file::append);
			copied += news.size();
			skip += page.size();
			page = this.scripts.page(kind, skip, until);
		}
		return copied;
	}

}
