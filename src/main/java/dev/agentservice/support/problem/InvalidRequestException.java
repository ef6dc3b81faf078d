package dev.agentservice.support.problem;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The request has bad fields; all of them are listed at once under {@code errors}.
 */
public final class InvalidRequestException extends ProblemException {

	/** More would only make the answer as long as the attack. */
	public static final int MAX_LISTED = 50;

	public InvalidRequestException(List<InvalidField> fields) {
		super(ProblemCode.INVALID_REQUEST, sentence(fields.size()));
		with("errors", List.copyOf(fields.subList(0, Math.min(fields.size(), MAX_LISTED))));
	}

	public InvalidRequestException(String field, String reason) {
		this(List.of(new InvalidField(field, reason)));
	}

	private static String sentence(int count) {
		if (count > MAX_LISTED) {
			return "The request has more than " + MAX_LISTED + " invalid fields; the first " + MAX_LISTED
					+ " are listed.";
		}
		return (count == 1) ? "The request has 1 invalid field." : "The request has " + count + " invalid fields.";
	}

	/**
	 * One bad field.
	 *
	 * @param field where: a path such as {@code metadata.channel}, or a header's name
	 * @param reason why, never repeating the value
	 */
	@Schema(name = "InvalidField")
	public record InvalidField(@Schema(example = "session_id") String field,
			@Schema(example = "must not be null") String reason) {

	}

}
