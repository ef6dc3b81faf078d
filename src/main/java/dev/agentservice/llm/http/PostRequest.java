package dev.agentservice.llm.http;

import java.net.URI;
import java.util.Map;

/**
 * A request to a provider.
 *
 * @param url its URL
 * @param headers by name, the credential among them
 * @param body JSON in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PostRequest(URI url, Map<String, String> headers, byte[] body) implements ProviderRequest {

	@Override
	public String method() {
		return "POST";
	}

	/** Leaves out the credential, which the query may hold, too, and the prompt. */
	@Override
	public String toString() {
		return "PostRequest[path=%s, %d bytes]".formatted(this.url.getPath(), this.body.length);
	}

}
