package dev.agentservice.tool.registry;

import org.springframework.modulith.NamedInterface;

/**
 * A tool that was named as another's fallback could not take its place.
 */
@NamedInterface("registry")
public class UnusableFallbackException extends IllegalArgumentException {

	private final String tool;

	UnusableFallbackException(String tool, String fallback, String reason) {
		super("'" + fallback + "' cannot be the fallback of '" + tool + "': " + reason);
		this.tool = tool;
	}

	/** The tool whose place should be taken. */
	public String tool() {
		return this.tool;
	}

}
