package dev.agentservice.llm.http;

import java.net.URI;
import java.util.Map;

/**
 * A request to a provider that has no body: it reads, cancels or deletes what the
 * provider keeps.
 *
 * @param method its method, in upper case
 * @param url its URL
 * @param headers by name, the credential among them
 */
public record BodilessRequest(String method, URI url, Map<String, String> headers) implements ProviderRequest {

	/** Leaves out the credential, which the query may hold, too. */
	@Override
	public String toString() {
		return "BodilessRequest[%s %s]".formatted(this.method, this.url.getPath());
	}

}
