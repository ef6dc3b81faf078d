package dev.agentservice.tool;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.langchain4j.agent.tool.ToolSpecification;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the arguments a model wrote and checks them against the tool's JSON schema, which
 * is compiled once. {@code null} for an optional argument counts as absent: models write
 * it for "not needed".
 */
public class ToolArguments {

	public static final JsonMapper JSON = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private static final int SHOWN_ERRORS = 3;

	private static final int SHOWN_ERROR = 300;

	private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
			(builder) -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build()));

	private final JsonNode expected;

	private final List<String> required;

	private final Schema schema;

	public ToolArguments(ToolSpecification specification) {
		this.expected = JSON.readTree(specification.toJson()).path("parameters");
		this.required = specification.parameters().required();
		this.schema = SCHEMAS.getSchema(this.expected);
		this.schema.initializeValidators();
	}

	/**
	 * Reads and checks arguments.
	 * @param json what the model wrote; nothing at all counts as no arguments
	 * @return the arguments, fitting the schema
	 * @throws InvalidArgumentsException if they are not JSON or do not fit
	 */
	public ObjectNode read(String json) {
		ObjectNode arguments = parse(json.isBlank() ? "{}" : json);
		dropAbsent(arguments);
		List<Error> errors = this.schema.validate(arguments);
		if (!errors.isEmpty()) {
			throw invalid(errors.stream().limit(SHOWN_ERRORS).map(this::describe).collect(Collectors.joining("; ")));
		}
		return arguments;
	}

	private ObjectNode parse(String json) {
		try {
			if (JSON.readTree(json) instanceof ObjectNode object) {
				return object;
			}
		}
		catch (JacksonException ex) {
			throw invalid("they are not valid JSON" + place(ex.getLocation()));
		}
		throw invalid("they are not a JSON object");
	}

	private static String place(@Nullable TokenStreamLocation location) {
		return (location != null) ? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : "";
	}

	private void dropAbsent(ObjectNode arguments) {
		List<String> absent = arguments.propertyStream()
			.filter((property) -> property.getValue().isNull() && !this.required.contains(property.getKey()))
			.map(Map.Entry::getKey)
			.toList();
		arguments.remove(absent);
	}

	private String describe(Error error) {
		String location = error.getInstanceLocation().toString();
		String message = (location.length() > 1) ? location + ": " + error.getMessage() : error.getMessage();
		return (message.length() > SHOWN_ERROR) ? message.substring(0, SHOWN_ERROR) + "…" : message;
	}

	/** The complaint to the model: what is wrong, then what would be right. */
	public InvalidArgumentsException invalid(String reason) {
		return new InvalidArgumentsException(
				"The arguments are invalid: " + reason + ". They must fit this JSON schema: " + this.expected);
	}

	/** Arguments that do not fit; the message is for the model. */
	public static class InvalidArgumentsException extends RuntimeException {

		InvalidArgumentsException(String message) {
			super(message);
		}

	}

}
