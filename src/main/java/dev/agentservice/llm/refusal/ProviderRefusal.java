package dev.agentservice.llm.refusal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;

import dev.agentservice.llm.http.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * A provider's refusal of a call, in any dialect: an error status, or an error inside an
 * answer that had begun with success. The texts are the provider's: they may quote the
 * prompt or a key, and hold any character. The message is for classifying refusals and
 * never for a log; the other texts may be logged as {@link LoggableName}.
 *
 * @param status the HTTP status; for an error inside an answer the one of its code or
 * type, 500 if there is none
 * @param type the error's type, empty if it has none
 * @param code the error's code, a number in digits, empty if it has none
 * @param param the parameter of the request that is at fault, empty if none is named
 * @param message the error's message, shortened, empty if it has none
 * @param retryAfter how long the provider asks to wait, if it does
 */
public record ProviderRefusal(int status, String type, String code, String param, String message,
		@Nullable Duration retryAfter) {

	/** Bedrock's header for the type of an error. */
	private static final String TYPE_HEADER = "x-amzn-errortype";

	public static ProviderRefusal of(RefusedException refused, InstantSource clock) {
		ProviderRefusal body = RefusalReader.read(refused.status(), refused.body());
		Duration header = RetryAfter.parse(refused.header("retry-after"), clock.instant());
		String type = Objects.requireNonNullElse(refused.header(TYPE_HEADER), "").split("[:;]", 2)[0];
		return new ProviderRefusal(body.status(), body.type().isEmpty() ? type : body.type(), body.code(), body.param(),
				body.message(), (header != null) ? header : body.retryAfter());
	}

	/** Snake case, camel case and upper case are the same name. */
	public static String plain(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	/** Leaves out the message, and all else that is no name. */
	@Override
	public String toString() {
		return "ProviderRefusal[status=%d, type=%s, code=%s, param=%s]".formatted(this.status,
				LoggableName.of(this.type), LoggableName.of(this.code), LoggableName.of(this.param));
	}

}
