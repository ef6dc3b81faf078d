package dev.agentservice.support.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads what two parsers could understand differently only one way, or not at all: strict
 * UTF-8, no duplicate keys, no lone surrogates, no NUL, bounded depth, nothing behind the
 * end. Every flaw is reported with its place.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class StrictJson {

	private final JsonLimitProperties limits;

	private final JsonFactory factory;

	StrictJson(HttpProperties properties) {
		this.limits = properties.json();
		int maxBody = (int) properties.maxBody().toBytes();
		this.factory = JsonFactory.builder()
			// A table of names that outlives the request would keep what clients send.
			.disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(this.limits.maxDepth())
				.maxNameLength(this.limits.maxNameLength())
				.maxNumberLength(this.limits.maxNumberLength())
				.maxTokenCount(this.limits.maxTokens())
				.maxStringLength(maxBody)
				.maxDocumentLength(maxBody)
				.build())
			.build();
	}

	/**
	 * Reads one JSON object.
	 * @param body the bytes of the body
	 * @return its fields, with the flaws found so far
	 * @throws ProblemException if the body is no JSON object at all, or more is wrong
	 * with it than would be listed
	 */
	JsonFields read(byte[] body) {
		Rejections rejections = new Rejections();
		try (JsonParser parser = this.factory.createParser(ObjectReadContext.empty(), utf8(body))) {
			JsonToken first = parser.nextToken();
			if (first != JsonToken.START_OBJECT) {
				throw malformed((first != null) ? "The body must be a JSON object." : "The body is empty.");
			}
			JsonFields fields = new JsonFields(new JsonTree(parser, rejections).object(JsonPlace.BODY), rejections);
			if (parser.nextToken() != null) {
				throw malformed("The body must end after its JSON object.");
			}
			return fields;
		}
		// The second: an exponent of more than ten digits, which Jackson's limits do not
		// know.
		catch (StreamConstraintsException | NumberFormatException _) {
			throw malformed("The body is nested deeper than " + this.limits.maxDepth()
					+ " levels, has a name longer than " + this.limits.maxNameLength()
					+ " characters, an oversized number, or more than " + this.limits.maxTokens() + " tokens.");
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

}
