package dev.agentservice.support.json;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

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

	private final BoundedBody body;

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
		this.body = new BoundedBody(limits);
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
		return this.reader.apply(this.json.read(this.body.read(message)));
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
	}

	private static ProblemException unsupported(String detail) {
		return new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, detail);
	}

}
