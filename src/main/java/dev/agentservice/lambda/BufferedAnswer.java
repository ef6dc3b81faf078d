package dev.agentservice.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemDocument;
import dev.agentservice.support.problem.ProblemException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer that is sent as a whole, as JSON. Of an answer that is larger than Lambda
 * takes the client gets a problem instead.
 */
final class BufferedAnswer implements Answer {

	/** Of the JSON, in bytes. */
	static final int LIMIT = 6 * 1024 * 1024;

	private final byte[] json;

	private BufferedAnswer(byte[] json) {
		this.json = json;
	}

	/**
	 * Reads an answer to its end.
	 * @throws IOException if it breaks off: then there is no answer
	 */
	static BufferedAnswer read(ClassicHttpResponse response) throws IOException {
		AnswerHead head = AnswerHead.of(response);
		byte[] body = new byte[0];
		HttpEntity entity = response.getEntity();
		if (entity != null) {
			try (InputStream stream = entity.getContent()) {
				body = stream.readNBytes(LIMIT + 1);
			}
		}
		byte[] json = (body.length <= LIMIT) ? json(head, body) : body;
		return new BufferedAnswer((json.length <= LIMIT) ? json : tooLarge());
	}

	/** For who only needs to know that it was done. */
	static BufferedAnswer nothing() {
		return new BufferedAnswer(json(new AnswerHead(204, Map.of(), List.of()), new byte[0]));
	}

	private static byte[] json(AnswerHead head, byte[] body) {
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("statusCode", head.statusCode());
		answer.put("headers", head.headers());
		if (!head.cookies().isEmpty()) {
			answer.put("cookies", head.cookies());
		}
		String text = head.isText() ? text(body) : null;
		answer.put("isBase64Encoded", text == null);
		answer.put("body", (text != null) ? text : Base64.getEncoder().encodeToString(body));
		return JsonMapper.shared().writeValueAsBytes(answer);
	}

	private static @Nullable String text(byte[] body) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
		}
		catch (CharacterCodingException _) {
			return null;
		}
	}

	private static byte[] tooLarge() {
		ProblemException problem = new ProblemException(ProblemCode.NOT_SUPPORTED_HERE,
				"The answer is larger than the 6 MB that this trigger can take. Ask for less at a time, or have the"
						+ " function invoked by a URL with response streaming.");
		AnswerHead head = new AnswerHead(problem.code().status().value(),
				Map.of("Content-Type", ProblemDocument.MEDIA_TYPE), List.of());
		return json(head, ProblemDocument.of(problem).json());
	}

	@Override
	public HttpEntity entity() {
		return new ByteArrayEntity(this.json, ContentType.APPLICATION_JSON);
	}

	@Override
	public boolean isStreamed() {
		return false;
	}

}
