package dev.agentservice.agent.catalog;

import dev.agentservice.agent.definition.AgentFileException;
import dev.agentservice.agent.definition.AgentFileParser;

/**
 * What was read of a file: its bytes, or why they could not be read.
 */
final class AgentFileContent {

	private final byte[] bytes;

	private final String failure;

	private AgentFileContent(byte[] bytes, String failure) {
		this.bytes = bytes;
		this.failure = failure;
	}

	static AgentFileContent of(byte[] bytes) {
		return (bytes.length <= AgentDirectory.MAX_BYTES) ? new AgentFileContent(bytes, "")
				: unreadable("the file is larger than " + AgentDirectory.MAX_BYTES / 1024 + " KiB");
	}

	static AgentFileContent unreadable(String failure) {
		return new AgentFileContent(new byte[0], failure);
	}

	/**
	 * The bytes.
	 * @param file the file's name, for the complaint
	 * @throws AgentFileException if they could not be read
	 */
	byte[] bytes(String file) {
		if (!this.failure.isEmpty()) {
			throw new AgentFileException(file, 1, this.failure);
		}
		return this.bytes;
	}

	/** Equal for equal content only. */
	String fingerprint() {
		return this.failure + AgentFileParser.revision(this.bytes);
	}

}
