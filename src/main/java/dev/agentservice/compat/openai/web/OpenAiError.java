package dev.agentservice.compat.openai.web;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.compat.openai.ModelNotFoundException;
import dev.agentservice.compat.openai.UnsupportedParameterException;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.problem.ProblemFormat;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An error in OpenAI's words; the status is the problem's own.
 *
 * @param error what went wrong
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">OpenAI's error
 * codes</a>
 */
@Schema(name = "OpenAiError", description = "Any error under /v1, as OpenAI's clients expect it.")
record OpenAiError(Detail error) {

	private static final String INVALID_REQUEST = "invalid_request_error";

	/** The error of a problem. */
	static OpenAiError of(ProblemException problem) {
		return switch (problem) {
			case UnsupportedParameterException refused -> new OpenAiError(
					new Detail(refused.detail(), INVALID_REQUEST, refused.parameter(), "unsupported_parameter"));
			case ModelNotFoundException unknown ->
				new OpenAiError(new Detail(unknown.detail(), INVALID_REQUEST, "model", "model_not_found"));
			default -> {
				List<InvalidField> fields = fields(problem);
				OpenAiError error = of(problem.code().status().value(), problem.code().code(),
						message(problem.detail(), fields), fields.isEmpty() ? null : fields.getFirst().field());
				yield RetryAdvice.passesSoon(problem) ? error : error.notBefore(problem.retryAfter());
			}
		};
	}

	/**
	 * An error from the members of a problem document.
	 * @param status the HTTP status
	 * @param code the document's code
	 * @param message for people
	 * @param param the first field that is wrong, or null
	 */
	static OpenAiError of(int status, String code, String message, @Nullable String param) {
		return new OpenAiError(switch (code) {
			case "unauthenticated" -> new Detail(message, INVALID_REQUEST, param, "invalid_api_key");
			case "forbidden" -> new Detail(message, "permission_error", param, code);
			case "rate_limited" -> new Detail(message, "rate_limit_exceeded", param, "rate_limit_exceeded");
			case "budget_exceeded", "storage_exceeded" ->
				new Detail(message, "insufficient_quota", param, "insufficient_quota");
			default -> new Detail(message, (status >= 500) ? "server_error" : INVALID_REQUEST, param, code);
		});
	}

	/** The header that would say so is obeyed too faithfully. */
	private OpenAiError notBefore(@Nullable Duration delay) {
		Long seconds = ProblemFormat.seconds(delay);
		if (seconds == null) {
			return this;
		}
		Instant time = Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
		return new OpenAiError(new Detail(this.error.message() + " Not before " + time + ".", this.error.type(),
				this.error.param(), this.error.code(), seconds));
	}

	private static List<InvalidField> fields(ProblemException problem) {
		return (problem.properties().get("errors") instanceof List<?> errors)
				? errors.stream().filter(InvalidField.class::isInstance).map(InvalidField.class::cast).toList()
				: List.of();
	}

	private static String message(String detail, List<InvalidField> fields) {
		return fields.isEmpty() ? detail
				: fields.stream()
					.map((field) -> field.field() + " " + field.reason())
					.collect(Collectors.joining("; ", detail + " ", "."));
	}

	/**
	 * What went wrong.
	 *
	 * @param message for people
	 * @param type the kind of error
	 * @param param the parameter that caused it, or null
	 * @param code what to decide on
	 * @param retryAfter in how many seconds the request may work, where that is more than
	 * a minute
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	@Schema(name = "OpenAiErrorDetail")
	record Detail(@Schema(example = "The model 'x' does not exist.") String message,
			@Schema(example = INVALID_REQUEST) String type, @Schema(example = "model") @Nullable String param,
			@Schema(example = "model_not_found") String code,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "29760") @Nullable Long retryAfter) {

		Detail(String message, String type, @Nullable String param, String code) {
			this(message, type, param, code, null);
		}

	}

}
