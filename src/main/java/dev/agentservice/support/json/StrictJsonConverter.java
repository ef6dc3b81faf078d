package dev.agentservice.support.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;

/**
 * Reads one type of request body from strict JSON. A feature registers one as a bean for
 * each {@code @RequestBody} type it has; the mapping declares that it consumes and
 * produces JSON, so that other media types are refused before anything is read.
 *
 * @param <T> the type it makes
 */
public final class StrictJsonConverter<T> implements HttpMessageConverter<T> {

	private final Class<T> type;

	private final HttpProperties limits;

	private final StrictJson json;

	private final Function<JsonFields, T> reader;

	/**
	 * A converter for one type.
	 * @param type the type of the controller's parameter
	 * @param limits what a body may take
	 * @param reader makes the value; it takes all known fields, then calls
	 * {@link JsonFields#finish()}
	 */
	public StrictJsonConverter(Class<T> type, HttpProperties limits, Function<JsonFields, T> reader) {
		this.type = type;
		this.limits = limits;
		this.json = new StrictJson(limits);
		this.reader = reader;
	}

	/**
	 * Claims its type in every media type, so that no lenient converter gets to read what
	 * this one refuses.
	 */
	@Override
	public boolean canRead(Class<?> clazz, @Nullable MediaType mediaType) {
		return this.type == clazz;
	}

	@Override
	public boolean canWrite(Class<?> clazz, @Nullable MediaType mediaType) {
		return false;
	}

	@Override
	public List<MediaType> getSupportedMediaTypes() {
		return List.of(MediaType.APPLICATION_JSON);
	}

	@Override
	public T read(Class<? extends T> clazz, HttpInputMessage message) throws IOException {
		requireJson(message.getHeaders());
		if (message.getHeaders().getContentLength() > this.limits.maxBody().toBytes()) {
			throw tooLarge();
		}
		return this.reader.apply(this.json.read(body(message.getBody())));
	}

	@Override
	public void write(T value, @Nullable MediaType contentType, HttpOutputMessage message) {
		throw new UnsupportedOperationException("reads only");
	}

	private static void requireJson(HttpHeaders headers) {
		MediaType mediaType = headers.getContentType();
		if (mediaType == null || !MediaType.APPLICATION_JSON.equalsTypeAndSubtype(mediaType)) {
			throw unsupported("The body must be application/json.");
		}
		Charset charset = mediaType.getCharset();
		if (charset != null && !StandardCharsets.UTF_8.equals(charset)) {
			throw unsupported("The body must be encoded in UTF-8.");
		}
		if (headers.containsHeader(HttpHeaders.CONTENT_ENCODING)) {
			throw unsupported("The body must not be compressed.");
		}
	}

	private byte[] body(InputStream stream) throws IOException {
		Deadline deadline = Deadline.after(this.limits.bodyTimeout());
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		byte[] buffer = new byte[8192];
		for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
			body.write(buffer, 0, count);
			requireWithinLimits(body.size(), deadline);
		}
		return body.toByteArray();
	}

	private void requireWithinLimits(int size, Deadline deadline) {
		if (size > this.limits.maxBody().toBytes()) {
			throw tooLarge();
		}
		if (deadline.passed()) {
			throw new ProblemException(ProblemCode.REQUEST_TIMEOUT, "The body did not arrive in time.");
		}
	}

	private ProblemException tooLarge() {
		long limit = this.limits.maxBody().toBytes();
		return new ProblemException(ProblemCode.INPUT_TOO_LARGE, "The body is larger than " + limit + " bytes.")
			.with("limit", limit);
	}

	private static ProblemException unsupported(String detail) {
		return new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, detail);
	}

}
