package dev.agentservice.support.problem;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client sees of an error. {@code type} is always {@code about:blank}, so
 * {@code title} is the status phrase, as the RFC asks; the stable name is {@code code}.
 *
 * @param type always {@code about:blank}
 * @param title the phrase of the HTTP status
 * @param status the HTTP status
 * @param detail what went wrong and what to do next
 * @param code the lower-case name of the {@link ProblemCode}
 * @param properties further members, written beside the others
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
@JsonPropertyOrder({ "type", "title", "status", "detail", "code" })
@Schema(name = "Problem", description = "Any error (RFC 9457). Decide on `code`, show `detail`.")
public record ProblemDocument(@Schema(example = "about:blank") String type,
		@Schema(example = "Bad Request") String title, @Schema(example = "400") int status,
		@Schema(example = "The request has 1 invalid field.") String detail,
		@Schema(example = "invalid_request") String code,
		@JsonAnyGetter @Schema(hidden = true) Map<String, Object> properties) {

	/** The media type of problem documents. */
	public static final String MEDIA_TYPE = "application/problem+json";

	/**
	 * Its own mapper, because errors are also written where no Spring bean is at hand.
	 */
	private static final JsonMapper MAPPER = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.build();

	/** The document of this error. */
	public static ProblemDocument of(ProblemException problem) {
		ProblemCode code = problem.code();
		return new ProblemDocument("about:blank", code.status().getReasonPhrase(), code.status().value(),
				problem.detail(), code.code(), problem.properties());
	}

	/**
	 * An error as it is stored: what a header says over HTTP has to stand in the document
	 * here.
	 */
	public static String stored(ProblemException problem) {
		ProblemDocument document = of(problem);
		Map<String, Object> members = new LinkedHashMap<>(document.properties());
		if (problem.retryAfter() != null) {
			members.put("retry_after", problem.retryAfter().plusNanos(999_999_999).toSeconds());
		}
		return new String(new ProblemDocument(document.type(), document.title(), document.status(), document.detail(),
				document.code(), members)
			.json(), StandardCharsets.UTF_8);
	}

	/**
	 * The problem of a document that was stored, with {@code retry_after} (seconds) in
	 * place of the header.
	 * @param json as one of this service wrote it
	 */
	public static ProblemException read(String json) {
		JsonNode document = MAPPER.readTree(json);
		ProblemException problem = new ProblemException(
				ProblemCode.valueOf(document.path("code").asString().toUpperCase(Locale.ROOT)),
				document.path("detail").asString());
		for (Map.Entry<String, JsonNode> member : document.properties()) {
			switch (member.getKey()) {
				case "type", "title", "status", "detail", "code" -> {
					// Said by the code.
				}
				case "retry_after" -> problem.retryAfter(Duration.ofSeconds(member.getValue().asLong()));
				default -> problem.with(member.getKey(), MAPPER.treeToValue(member.getValue(), Object.class));
			}
		}
		return problem;
	}

	/** The document as UTF-8 JSON. */
	public byte[] json() {
		return MAPPER.writeValueAsBytes(this);
	}

}
