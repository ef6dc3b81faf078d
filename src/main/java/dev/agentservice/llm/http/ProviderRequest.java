package dev.agentservice.llm.http;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request to a provider.
 *
 * @param method its method, in upper case
 * @param url its URL
 * @param headers by name, the credential among them
 * @param body JSON in UTF-8; null for a request without a body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ProviderRequest(String method, URI url, Map<String, String> headers, byte @Nullable [] body) {

	/** A request that posts a document. */
	public ProviderRequest(URI url, Map<String, String> headers, byte[] body) {
		this("POST", url, headers, body);
	}

	/** Leaves out the credential, which the query may hold, too, and the prompt. */
	@Override
	public String toString() {
		return "ProviderRequest[%s %s, %d bytes]".formatted(this.method, this.url.getPath(),
				(this.body != null) ? this.body.length : 0);
	}

}
