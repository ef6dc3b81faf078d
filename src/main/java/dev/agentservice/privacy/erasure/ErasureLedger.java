package dev.agentservice.privacy.erasure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.agentservice.privacy.PrivacyProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * The list of all erasures, by tags, that outlives Redis: in a file, and in the log. By
 * it they are done again when an older backup is restored. An entry may stand there
 * twice.
 */
@Component
class ErasureLedger {

	/** Where the log has them, whatever it makes of other lines. */
	private static final Logger ledger = LoggerFactory.getLogger("erasures");

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final @Nullable Path file;

	ErasureLedger(PrivacyProperties properties) {
		this.file = properties.ledgerFile();
	}

	/**
	 * Records an erasure.
	 * @throws UncheckedIOException if it is not certainly in the file
	 */
	synchronized void append(StoredErasure erasure) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("seq", erasure.seq());
		entry.put("user", erasure.erasure().request().user());
		entry.put("tenant", erasure.erasure().request().tenant());
		entry.put("at", erasure.at().toString());
		if (this.file != null) {
			write(this.file, MAPPER.writeValueAsString(entry) + "\n");
		}
		var line = ledger.atInfo();
		entry.forEach((name, value) -> {
			var _ = line.addKeyValue(name, value);
		});
		line.log("A user's data are erased");
	}

	private static void write(Path file, String line) {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.APPEND)) {
			ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
			channel.force(true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("agent-service.privacy.ledger-file cannot be written", ex);
		}
	}

}
