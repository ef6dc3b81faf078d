package dev.agentservice.tool.registry;

import org.springframework.modulith.NamedInterface;

/**
 * An allow-list names a tool that does not exist.
 */
@NamedInterface("registry")
public class NoSuchToolException extends IllegalArgumentException {

	private final String pattern;

	public NoSuchToolException(String pattern) {
		super("no tool matches '" + pattern + "'");
		this.pattern = pattern;
	}

	/** The name or pattern that matches nothing. */
	public String pattern() {
		return this.pattern;
	}

}
