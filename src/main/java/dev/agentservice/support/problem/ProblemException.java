package dev.agentservice.support.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An error with a place in the HTTP contract. Features throw it (or a subclass that
 * carries their data); the edge turns it into a problem document. The detail is shown to
 * clients: it says what to do next and never holds a prompt, a key or a class name.
 */
public class ProblemException extends RuntimeException {

	private final ProblemCode code;

	private final transient Map<String, Object> properties = new LinkedHashMap<>();

	private @Nullable Duration retryAfter;

	private @Nullable String location;

	public ProblemException(ProblemCode code, String detail) {
		this(code, detail, null);
	}

	public ProblemException(ProblemCode code, String detail, @Nullable Throwable cause) {
		super(detail, cause);
		this.code = code;
	}

	/** Adds a member to the problem document. */
	public ProblemException with(String name, Object value) {
		this.properties.put(name, value);
		return this;
	}

	/** Sets the {@code Retry-After} header, in whole seconds, rounded up. */
	public ProblemException retryAfter(Duration delay) {
		this.retryAfter = delay;
		return this;
	}

	/** Sets the {@code Location} header: the path of what the client should look at. */
	public ProblemException location(String path) {
		this.location = path;
		return this;
	}

	public ProblemCode code() {
		return this.code;
	}

	/** The text for the client; same as the message, which is never null here. */
	public String detail() {
		return String.valueOf(getMessage());
	}

	public Map<String, Object> properties() {
		return Map.copyOf(this.properties);
	}

	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	public @Nullable String location() {
		return this.location;
	}

}
