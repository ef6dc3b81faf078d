package dev.agentservice.support;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads what two parsers could understand differently only one way, or not at all: strict
 * UTF-8, no duplicate keys, no lone surrogates, no NUL, bounded depth, nothing behind the
 * end. The tree is built here and not by Jackson so that every such flaw is reported with
 * its path, all at once.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class StrictJson {

	private static final int MAX_DEPTH = 64;

	/** Decimals, because a double would round what a client wrote as money. */
	private static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			.build())
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private final JsonParser parser;

	private final Rejections rejections;

	private StrictJson(JsonParser parser, Rejections rejections) {
		this.parser = parser;
		this.rejections = rejections;
	}

	/**
	 * Reads one JSON object.
	 * @param body the bytes of the body
	 * @return its fields, with the flaws found so far
	 * @throws ProblemException if the body is no JSON object at all
	 */
	static JsonFields read(byte[] body) {
		Rejections rejections = new Rejections();
		try (JsonParser parser = MAPPER.createParser(utf8(body))) {
			JsonToken first = parser.nextToken();
			if (first != JsonToken.START_OBJECT) {
				throw malformed((first != null) ? "The body must be a JSON object." : "The body is empty.");
			}
			ObjectNode root = new StrictJson(parser, rejections).object("");
			if (parser.nextToken() != null) {
				throw malformed("The body must end after its JSON object.");
			}
			return new JsonFields(root, rejections);
		}
		// The second: an exponent of more than ten digits, which Jackson's limits do not
		// know.
		catch (StreamConstraintsException | NumberFormatException _) {
			throw malformed(
					"The body is nested deeper than " + MAX_DEPTH + " levels, or has an oversized name or number.");
		}
		catch (JacksonException ex) {
			throw malformed("The body is not valid JSON" + at(ex.getLocation()) + ".");
		}
	}

	private static String utf8(byte[] body) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
		}
		catch (CharacterCodingException _) {
			throw malformed("The body is not valid UTF-8.");
		}
	}

	private static String at(@Nullable TokenStreamLocation location) {
		return (location != null) ? " at line " + location.getLineNr() + ", column " + location.getColumnNr() : "";
	}

	private static ProblemException malformed(String detail) {
		return new ProblemException(ProblemCode.INVALID_REQUEST, detail);
	}

	private JsonNode value(String path) {
		return switch (this.parser.currentToken()) {
			case START_OBJECT -> object(path);
			case START_ARRAY -> array(path);
			case VALUE_STRING -> string(path);
			default -> this.parser.readValueAsTree();
		};
	}

	private ObjectNode object(String path) {
		ObjectNode object = MAPPER.createObjectNode();
		for (String name = this.parser.nextName(); name != null; name = this.parser.nextName()) {
			String child = path.isEmpty() ? name : path + "." + name;
			checkCharacters(child, name, "has a name with ");
			this.parser.nextToken();
			JsonNode value = value(child);
			if (object.has(name)) {
				this.rejections.add(child, "appears more than once");
			}
			else {
				object.set(name, value);
			}
		}
		return object;
	}

	private ArrayNode array(String path) {
		ArrayNode array = MAPPER.createArrayNode();
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			array.add(value(path + "[" + array.size() + "]"));
		}
		return array;
	}

	private StringNode string(String path) {
		String text = this.parser.getString();
		checkCharacters(path, text, "contains ");
		return StringNode.valueOf(text);
	}

	private void checkCharacters(String path, String text, String verb) {
		if (text.indexOf('\0') >= 0) {
			this.rejections.add(path, verb + "a NUL character");
		}
		if (!Text.isWellFormed(text)) {
			this.rejections.add(path, verb + "an unpaired surrogate");
		}
	}

}
