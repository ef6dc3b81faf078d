package dev.agentservice.simulator.chat;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A provider's refusal to answer, with what its error document says.
 */
public final class Refusal extends Exception {

	private final int status;

	private final String type;

	private final @Nullable String code;

	private final @Nullable String param;

	public Refusal(int status, String type, String message) {
		this(status, type, null, null, message);
	}

	public Refusal(int status, String type, @Nullable String code, @Nullable String param, String message) {
		super(message);
		this.status = status;
		this.type = type;
		this.code = code;
		this.param = param;
	}

	/** The HTTP status. */
	public int status() {
		return this.status;
	}

	/** The error's type. */
	public String type() {
		return this.type;
	}

	/** OpenAI's error code. */
	public Optional<String> code() {
		return Optional.ofNullable(this.code);
	}

	/** The parameter at fault, where OpenAI names it. */
	public Optional<String> param() {
		return Optional.ofNullable(this.param);
	}

	/** The text for people. */
	public String message() {
		return String.valueOf(getMessage());
	}

}
