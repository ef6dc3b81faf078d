package dev.agentservice.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;

import org.apache.hc.core5.function.Supplier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer that is sent piece by piece: its head as JSON, eight zero bytes, its body.
 * One that breaks off ends with trailers that say so, and never as a success.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming">response
 * streaming of custom runtimes</a>
 */
final class StreamedAnswer implements Answer {

	private static final Logger logger = LoggerFactory.getLogger(StreamedAnswer.class);

	private static final ContentType TYPE = ContentType.create("application/vnd.awslambda.http-integration-response");

	/** Between head and body. */
	private static final byte[] SEPARATOR = new byte[8];

	private static final String ERROR_TYPE = RuntimeApi.PREFIX + "Function-Error-Type";

	private static final String ERROR_BODY = RuntimeApi.PREFIX + "Function-Error-Body";

	private static final String BROKEN = "Runtime.StreamBroken";

	private final AnswerHead head;

	private final @Nullable HttpEntity body;

	private boolean broken;

	StreamedAnswer(ClassicHttpResponse response) {
		this.head = AnswerHead.of(response);
		this.body = response.getEntity();
	}

	@Override
	public HttpEntity entity() {
		return new Pieces();
	}

	@Override
	public boolean isStreamed() {
		return true;
	}

	private void write(OutputStream to) throws IOException {
		to.write(JsonMapper.shared().writeValueAsBytes(this.head));
		to.write(SEPARATOR);
		to.flush();
		try (InputStream from = (this.body != null) ? this.body.getContent() : InputStream.nullInputStream()) {
			byte[] piece = new byte[8192];
			for (int length = read(from, piece); length > 0; length = read(from, piece)) {
				to.write(piece, 0, length);
				to.flush();
			}
		}
	}

	/** What cannot be read is no failure to write. */
	private int read(InputStream from, byte[] piece) {
		try {
			return from.read(piece);
		}
		catch (IOException ex) {
			this.broken = true;
			logger.atWarn().setCause(ex).log("An answer broke off, which its client is told");
			return -1;
		}
	}

	private List<Header> trailers() {
		return this.broken ? List.of(new BasicHeader(ERROR_TYPE, BROKEN),
				new BasicHeader(ERROR_BODY, RuntimeApi.trailer(BROKEN, "The answer broke off."))) : List.of();
	}

	/** The message to the Runtime API. */
	private final class Pieces extends AbstractHttpEntity {

		Pieces() {
			super(TYPE, null, true);
		}

		@Override
		public void writeTo(OutputStream to) throws IOException {
			write(to);
		}

		/** Known once the body was written. */
		@Override
		public Supplier<List<? extends Header>> getTrailers() {
			return StreamedAnswer.this::trailers;
		}

		@Override
		public Set<String> getTrailerNames() {
			return Set.of(ERROR_TYPE, ERROR_BODY);
		}

		@Override
		public boolean isStreaming() {
			return true;
		}

		@Override
		public long getContentLength() {
			return -1;
		}

		@Override
		public InputStream getContent() {
			throw new UnsupportedOperationException("It is only written");
		}

		@Override
		public void close() throws IOException {
			if (StreamedAnswer.this.body != null) {
				StreamedAnswer.this.body.close();
			}
		}

	}

}
