package dev.agentservice.agent.definition;

import org.springframework.modulith.NamedInterface;

/**
 * An agent's file that cannot be used. The message begins with the file and the line, as
 * compilers write it.
 */
@NamedInterface("definition")
public class AgentFileException extends RuntimeException {

	private final String file;

	private final int line;

	private final String reason;

	/**
	 * Makes the complaint.
	 * @param file the file's name
	 * @param line the line, counted from 1
	 * @param reason what is wrong and what would be right
	 */
	public AgentFileException(String file, int line, String reason) {
		super(file + ":" + line + ": " + reason);
		this.file = file;
		this.line = line;
		this.reason = reason;
	}

	/** The file's name. */
	public String file() {
		return this.file;
	}

	/** Where in the file, from 1. */
	public int line() {
		return this.line;
	}

	/** What is wrong there. */
	public String reason() {
		return this.reason;
	}

}
