package dev.agentservice.privacy.ledger;

import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.stereotype.Component;

/**
 * Records erasures where they outlive Redis: in the ledger's file, and in the log.
 */
@Component
public class ErasureLog {

	/** Where the log has them, whatever it makes of other lines. */
	private static final Logger ledger = LoggerFactory.getLogger("erasures");

	private final LedgerFile file;

	ErasureLog(LedgerFile file) {
		this.file = file;
	}

	/**
	 * Records an erasure; it may stand there twice.
	 * @param message what the log says beside the members of the entry
	 * @throws java.io.UncheckedIOException if it is not certainly in the file
	 */
	public void append(LedgerEntry entry, String message) {
		this.file.append(entry);
		LoggingEventBuilder line = ledger.atInfo();
		for (Map.Entry<String, Object> member : entry.members().entrySet()) {
			line = line.addKeyValue(member.getKey(), member.getValue());
		}
		line.log(message);
	}

}
