package dev.agentservice.llm.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.zip.ZipException;

import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;

/**
 * The exchange with a provider was not completed.
 */
public final class BrokenExchangeException extends RuntimeException {

	/** How it broke. */
	public enum Reason {

		/** A connection was refused, or it broke. */
		CONNECTION,
		/** No connection, or no bytes, in time. */
		TIMEOUT,
		/** The bytes are not HTTP, or too many. */
		MALFORMED

	}

	private final Reason reason;

	BrokenExchangeException(IOException cause) {
		super(cause);
		this.reason = switch (cause) {
			case TruncatedChunkException _ -> Reason.CONNECTION;
			case SocketTimeoutException _ -> Reason.TIMEOUT;
			case ClientProtocolException _, MalformedChunkCodingException _, MessageConstraintException _,
					ZipException _ ->
				Reason.MALFORMED;
			default -> Reason.CONNECTION;
		};
	}

	public Reason reason() {
		return this.reason;
	}

}
