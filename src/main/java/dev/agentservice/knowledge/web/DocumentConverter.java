package dev.agentservice.knowledge.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.agentservice.knowledge.chunk.DocumentFormat;
import dev.agentservice.support.json.BoundedBody;
import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.StrictJsonConverter;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;

/**
 * Reads documents: as they are, or within JSON. Strict UTF-8; nothing is fetched, nothing
 * unpacked.
 */
final class DocumentConverter implements HttpMessageConverter<DocumentBody> {

	private final BoundedBody body;

	private final StrictJsonConverter<DocumentBody> json;

	/**
	 * A converter.
	 * @param limits what a body may take
	 */
	DocumentConverter(HttpProperties limits) {
		this.body = new BoundedBody(limits);
		this.json = new StrictJsonConverter<>(DocumentBody.class, limits, DocumentBody::parse);
	}

	@Override
	public boolean canRead(Class<?> clazz, @Nullable MediaType mediaType) {
		return clazz == DocumentBody.class;
	}

	@Override
	public boolean canWrite(Class<?> clazz, @Nullable MediaType mediaType) {
		return false;
	}

	@Override
	public List<MediaType> getSupportedMediaTypes() {
		return List.of(MediaType.TEXT_MARKDOWN, MediaType.TEXT_PLAIN, MediaType.TEXT_HTML, MediaType.APPLICATION_JSON);
	}

	@Override
	public DocumentBody read(Class<? extends DocumentBody> clazz, HttpInputMessage message) throws IOException {
		MediaType type = message.getHeaders().getContentType();
		if (MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)) {
			return this.json.read(clazz, message);
		}
		DocumentFormat format = format(type);
		return DocumentBody.of(utf8(this.body.read(message)), format);
	}

	@Override
	public void write(DocumentBody value, @Nullable MediaType contentType, HttpOutputMessage message) {
		throw new UnsupportedOperationException("reads only");
	}

	private static DocumentFormat format(@Nullable MediaType type) {
		Charset charset = (type != null) ? type.getCharset() : null;
		if (type == null || (charset != null && !StandardCharsets.UTF_8.equals(charset))) {
			throw unsupported();
		}
		return DocumentFormat.of(type.getType() + "/" + type.getSubtype()).orElseThrow(DocumentConverter::unsupported);
	}

	private static ProblemException unsupported() {
		return new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
				"The body must be text/markdown, text/plain, text/html or application/json, in UTF-8.");
	}

	private static String utf8(byte[] bytes) {
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
			if (text.indexOf('\0') < 0) {
				return text.startsWith("\uFEFF") ? text.substring(1) : text;
			}
		}
		catch (CharacterCodingException _) {
			// Said below.
		}
		throw new ProblemException(ProblemCode.INVALID_REQUEST, "The body is not text in UTF-8.");
	}

}
