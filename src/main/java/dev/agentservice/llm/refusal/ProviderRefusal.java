package dev.agentservice.llm.refusal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;

import dev.agentservice.llm.http.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says when it refuses a call, whatever its dialect: a status of its own,
 * or an error inside an answer that had begun well. The texts are the provider's: they
 * may quote the prompt or a key, and hold any character. The message is for telling
 * refusals apart and never for a log; of the rest a {@link LoggableName} may stand there.
 *
 * @param status the HTTP status; for an error inside an answer the one that its code or
 * type stands for, 500 if there is none
 * @param type the error's type, empty if it has none
 * @param code the error's code, a number in digits, empty if it has none
 * @param param the parameter of the request that is at fault, empty if none is named
 * @param message the error's sentence, shortened, empty if it has none
 * @param retryAfter how long the provider asks to wait, if it says so
 */
public record ProviderRefusal(int status, String type, String code, String param, String message,
		@Nullable Duration retryAfter) {

	/** Where Bedrock says the type of an error. */
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

	/** Leaves the message out, and whatever else is no name. */
	@Override
	public String toString() {
		return "ProviderRefusal[status=%d, type=%s, code=%s, param=%s]".formatted(this.status,
				LoggableName.of(this.type), LoggableName.of(this.code), LoggableName.of(this.param));
	}

}
